using SerpentDsl.Layers;
using SerpentDsl.Optimizers;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Optimizers;

public class FrozenParametersTests
{
    [Fact]
    public void Frozen_parameters_are_in_no_group_and_a_frozen_norm_keeps_its_statistics()
    {
        using var scope = NewDisposeScope();
        var model = new Model();
        var frozen = FrozenParameters.Freeze(model, ["norm.*", "first.w?ight"]);
        Assert.Equal(["first.weight", "norm.weight", "norm.bias"], frozen.Names);
        Assert.Equal(["norm"], frozen.HeldStatistics);
        var groups = OptimizerGroup.Of(
            model, 0.01, 0.1, [new ParameterRate("*", 0.5), new ParameterRate("first.*", 0.25)]);
        Assert.Equal(
            [("first.bias", 0.25), ("second.weight", 0.5), ("second.bias", 0.5)],
            groups.SelectMany(group => group.Parameters.Select(member => (member.Name, group.LearningRate)))
                .OrderBy(member => member.LearningRate).ThenByDescending(member => member.Name, StringComparer.Ordinal));

        var before = model.state_dict()["norm.running_mean"].clone();
        model.train();
        var input = randn(4, 5, 3);
        var output = model.Norm.call(input, null);
        Tolerance.AssertClose(before, model.state_dict()["norm.running_mean"], 0, "statistics");
        model.eval();
        Tolerance.AssertClose(model.Norm.call(input, null), output, 0, "as in evaluation");
    }

    [Fact]
    public void Patterns_without_a_parameter_are_refused_and_nothing_is_frozen()
    {
        using var scope = NewDisposeScope();
        var model = new Model();
        var problem = Assert.Throws<ArgumentException>(() => FrozenParameters.Freeze(model, ["first.*", "third.*"]));
        Assert.Contains("No parameter has a name like 'third.*'", problem.Message);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        problem = Assert.Throws<ArgumentException>(() => OptimizerGroup.Of(model, 1, 0, [new ParameterRate("Norm.*", 1)]));
        Assert.Contains("'Norm.*'", problem.Message);
    }

    private sealed class Model : nn.Module
    {
        public Model()
            : base(nameof(Model))
        {
            register_module("first", nn.Linear(3, 3));
            register_module("norm", Norm = new SequenceBatchNorm(3));
            register_module("second", nn.Linear(3, 3));
        }

        public SequenceBatchNorm Norm { get; }
    }
}
