using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Native;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Training;

public class TrainingStepTests
{
    public TrainingStepTests() => set_num_threads(1);

    private static ArchitectureSpec SpecOf(string name) => name switch
    {
        nameof(TinyLanguage) => TinyLanguage.Spec,
        nameof(TinyCausal) => TinyCausal.Spec,
        _ => MeanMajority.Spec,
    };

    private static Dataset Load(ArchitectureSpec architecture) => Dataset.Load(
        architecture, (ITask)Activator.CreateInstance(architecture.Recipe!.Task)!, null, 1, new TaskContext("unused", null, null), default);

    [Theory]
    [InlineData(nameof(MeanMajority), 13, 2)]
    [InlineData(nameof(MeanMajority), 13, 5)]
    [InlineData(nameof(MeanMajority), 13, 13)]
    [InlineData(nameof(TinyCausal), 11, 3)]
    [InlineData(nameof(TinyLanguage), 8, 3)]
    public void Parts_of_a_batch_have_its_gradient(string name, int rows, int parts)
    {
        var architecture = SpecOf(name);
        using var scope = NewDisposeScope();
        using var dataset = Load(architecture);
        dataset.BeginEpoch(1);
        manual_seed(3);
        using var model = architecture.Create();
        int[] batch = [.. Enumerable.Range(5, rows)];
        var whole = TrainingStep.Run(Objective.Of(model), dataset, batch, 1, CPU);
        var expected = model.Module.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!.clone());
        model.Module.zero_grad();
        var inParts = TrainingStep.Run(Objective.Of(model), dataset, batch, parts, CPU);
        Assert.Equal(whole with { Loss = 0 }, inParts with { Loss = 0 });
        Assert.Equal(whole.Loss, inParts.Loss, 1e-5);
        Assert.All(
            model.Module.named_parameters(), entry => Tolerance.AssertClose(expected[entry.name], entry.parameter.grad!, 2e-5, entry.name));
    }

    [Fact]
    public void Parts_take_less_memory_and_leave_nothing()
    {
        using var dataset = Load(TinyCausal.Spec);
        using var model = TinyCausal.Spec.Create();
        TrainingStep.Run(Objective.Of(model), dataset, [1, 2, 3, 4], 2, CPU);
        var before = LeakCheck.LiveTensors;
        TrainingStep.Run(Objective.Of(model), dataset, [1, 2, 3, 4], 2, CPU);
        Assert.Equal(before, LeakCheck.LiveTensors);
    }

    [Fact]
    public void An_average_follows_its_definition()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(1, 1, hasBias: false);
        using var noGradient = no_grad();
        model.weight!.fill_(Scalars.Zero);
        var groups = OptimizerGroup.Of(model, 1, 0);
        using var average = new WeightAverage(groups, 0.3);
        double expected = 0;
        for (var step = 1; step <= 5; step++)
        {
            model.weight.fill_(Scalars.Of(step * step));
            average.Update(step);
            var decay = Math.Min(0.3, (1.0 + step) / (10 + step));
            expected = (decay * expected) + ((1 - decay) * step * step);
        }

        Assert.Equal(expected, average.Tensors().Single().Value.item<float>(), 5);
        using (average.InPlace())
        {
            Assert.Equal(expected, model.weight.item<float>(), 5);
        }

        Assert.Equal(25, model.weight.item<float>());
    }

    [Fact]
    public void The_first_output_that_is_not_finite_is_found()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("first", nn.Linear(2, 3)), ("second", nn.Linear(3, 3)), ("third", nn.Linear(3, 1)));
        using var watch = new FiniteWatch(model);
        (string, Parameter)[] parameters = [.. model.named_parameters()];
        model.call(ones(1, 2)).sum().backward();
        Assert.Null(watch.Find(parameters));

        // The gradient that backward meets first is that of the later layer.
        model.get_parameter("first.weight")!.grad!.fill_(Scalars.Of(double.NaN));
        model.get_parameter("second.bias")!.grad!.fill_(Scalars.Of(double.PositiveInfinity));
        Assert.Null(FiniteWatch.FirstOf(parameters));
        model.call(ones(1, 2)).sum().Dispose();
        Assert.Equal("The gradient of second.bias", watch.Find(parameters));

        using var noGradient = no_grad();
        model.get_parameter("second.weight")!.fill_(Scalars.Of(double.PositiveInfinity));
        Assert.Equal("second.weight", FiniteWatch.FirstOf(parameters));
        model.call(ones(1, 2)).Dispose();
        Assert.Equal("The output of second (Linear)", watch.Find(parameters));
    }
}
