using SerpentDsl.Layers;
using SerpentDsl.Optimizers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Optimizers;

public class OptimizerGroupTests
{
    [Fact]
    public void Every_trainable_parameter_is_in_one_group_with_its_own_settings()
    {
        using var model = new Model();
        var groups = OptimizerGroup.Of(model, learningRate: 0.01, weightDecay: 0.05);
        Dictionary<string, (double, double)> settings = groups
            .SelectMany(group => group.Parameters.Select(member => (member.Name, (group.LearningRate, group.WeightDecay))))
            .ToDictionary(pair => pair.Name, pair => pair.Item2);
        Assert.Equal(
            new Dictionary<string, (double, double)>
            {
                ["embedding.weight"] = (0.01, 0),
                ["layer.mixing.weight"] = (0.01, 0.05),
                ["layer.mixing.bias"] = (0.01, 0),
                ["layer.norm.weight"] = (0.01, 0),
                ["layer.norm.bias"] = (0.01, 0),
                ["layer.poles"] = (0.001, 0),
                ["layer.skip"] = (0.01, 0.2),
                ["layer.plain"] = (0.01, 0.05),
                ["own"] = (0.01, 0.05),
            }.OrderBy(pair => pair.Key),
            settings.OrderBy(pair => pair.Key));
        Assert.Equal(4, groups.Count);
        Assert.Equal(groups.Count, groups.Select(group => (group.LearningRate, group.WeightDecay)).Distinct().Count());
    }

    private sealed class Model : nn.Module
    {
        public Model()
            : base(nameof(Model))
        {
            var layer = new HintingLayer();
            register_module("embedding", nn.Embedding(3, 4));
            register_module("layer", layer);
            register_module("shared", layer);
            register_parameter("own", nn.Parameter(ones(2, 2)));
            register_parameter("frozen", nn.Parameter(ones(2, 2), requires_grad: false));
        }
    }

    private sealed class HintingLayer : nn.Module, IOptimizerHints
    {
        public HintingLayer()
            : base(nameof(HintingLayer))
        {
            register_module("mixing", nn.Linear(4, 4));
            register_module("norm", nn.LayerNorm(4));
            register_parameter("poles", nn.Parameter(ones(4, 2)));
            register_parameter("skip", nn.Parameter(ones(4)));
            register_parameter("plain", nn.Parameter(ones(4, 4)));
        }

        public OptimizerHint HintFor(string parameterName) => parameterName switch
        {
            "poles" => new OptimizerHint(0.001, 0),
            "skip" => new OptimizerHint(null, 0.2),
            _ => default,
        };
    }
}
