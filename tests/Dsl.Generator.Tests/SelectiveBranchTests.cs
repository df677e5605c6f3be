using System.Reflection;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Branches whose recurrences have coefficients from the input: what the layers state of themselves, and generated models at work.
/// </summary>
public sealed class SelectiveBranchTests
{
    public static TheoryData<string> Branches =>
    [
        "[MambaBranch]",
        "[MambaBranch(StateSize = 4, Expand = 3, ConvWidth = 3, DtRank = 5, Bias = true, ConvBias = false, DeltaInitialisation = "
            + "DeltaInitialisation.Constant, ResidualLayers = 2)]",
        "[MambaBranch(CompressionRate = 0.5, WindowSize = 3)]",
        "[Mamba2Branch(HeadSize = 8)]",
        "[Mamba2Branch(HeadSize = 4, Groups = 2, StateSize = 6, GatedNorm = false, Bias = true, ConvBias = false, ConvRange = 0.1)]",
        "[Mamba2Branch(HeadSize = 2, SsmFeatures = 6, SkipPerChannel = true, NormBeforeGate = true, LeastDelta = 0.01, GreatestDelta = "
            + "0.5, ChunkLength = 4)]",
        "[MambaBranch]\n[Mamba2Branch(HeadSize = 4, StateSize = 8, CompressionRate = 0.3)]",
        "[Mamba3Branch(HeadSize = 8, StateSize = 8)]",
        "[Mamba3Branch(HeadSize = 4, Groups = 2, StateSize = 6, FullRotation = true, OutputNorm = true, CompressionRate = 0.5)]",
        "[GlaBranch(Heads = 2, GateRank = 4)]",
        "[GlaBranch(Heads = 4, KeyValueHeads = 2, KeySize = 2, ValueSize = 4, ConvWidth = 3, FeatureMap = GlaFeatureMap.Relu)]",
        "[GateLoopBranch]",
        "[GateLoopBranch(Heads = 3, InnerFeatures = 6, SubNorm = true)]\n[GateLoopBranch(ComplexGates = false, CompressionRate = 0.5)]",
        "[GatedRnnBranch]",
        "[GatedRnnBranch(StateSize = 7, TiedGates = false, TrueRecurrence = true)]",
        "[LinearCdeBranch]",
        "[LinearCdeBranch(StateSize = 8, BlockSize = 4, Control = CdeControl.Increment, Solution = CdeSolution.Exact, ControlScale = 0.2)]",
        "[LinearCdeBranch(BlockSize = 1, CompressionRate = 0.5)]",
    ];

    /// <summary>Constructor arguments of a layer class, to vary what its sizes depend on.</summary>
    public static TheoryData<Type, string> Options => new()
    {
        { typeof(Mamba), "" },
        { typeof(Mamba), "features=17 stateSize=3 expand=1 convWidth=1" },
        { typeof(Mamba), "features=32 stateSize=5 expand=3 dtRank=7 bias=true convBias=false" },
        { typeof(Mamba2), "" },
        { typeof(Mamba2), "features=12 stateSize=3 expand=3 headSize=6 groups=3 bias=true convBias=false" },
        { typeof(Mamba2), "headSize=1 skipPerChannel=true gatedNorm=false convWidth=2" },
        { typeof(Mamba2), "ssmFeatures=8 headSize=4 skipPerChannel=true" },
        { typeof(Mamba3), "" },
        { typeof(Mamba3), "features=12 stateSize=5 expand=3 headSize=6 groups=3 fullRotation=true outputNorm=true" },
        { typeof(Gla), "" },
        { typeof(Gla), "heads=4 keyValueHeads=2 keySize=2 valueSize=3 convWidth=3 convBias=true outputGate=false" },
        { typeof(GateLoop), "" },
        { typeof(GateLoop), "heads=0 innerFeatures=6 subNorm=true" },
        { typeof(GateLoop), "complexGates=false outputGate=false" },
        { typeof(GatedRnn), "" },
        { typeof(GatedRnn), "stateSize=5 tiedGates=false trueRecurrence=true" },
        { typeof(LinearCde), "" },
        { typeof(LinearCde), "stateSize=16" },
        { typeof(LinearCde), "stateSize=12 blockSize=1" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void What_a_layer_states_is_what_it_has(Type type, string changes)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, object> values = new()
        {
            ["features"] = 16,
            ["stateSize"] = 8,
            ["expand"] = 2,
            ["convWidth"] = 4,
            ["dtRank"] = 0,
            ["minDelta"] = 1e-3,
            ["maxDelta"] = 1e-1,
            ["deltaFloor"] = 1e-4,
            ["deltaInitialisation"] = DeltaInitialisation.Random,
            ["deltaScale"] = 1.0,
            ["convBias"] = true,
            ["bias"] = false,
            ["residualLayers"] = 1,
            ["headSize"] = 8,
            ["groups"] = 1,
            ["ssmFeatures"] = 0,
            ["minA"] = 1.0,
            ["maxA"] = 16.0,
            ["leastDelta"] = 0.0,
            ["greatestDelta"] = double.PositiveInfinity,
            ["skipPerChannel"] = false,
            ["gatedNorm"] = true,
            ["normBeforeGate"] = false,
            ["convRange"] = 0.0,
            ["chunkLength"] = 16,
            ["normPerGroup"] = true,
            ["fullRotation"] = false,
            ["leastDecay"] = 1e-4,
            ["outputNorm"] = false,
            ["heads"] = 2,
            ["keyValueHeads"] = 0,
            ["keySize"] = 0,
            ["valueSize"] = 0,
            ["gateRank"] = 4,
            ["gateNormalizer"] = 16.0,
            ["leastLogGate"] = double.NegativeInfinity,
            ["outputGate"] = true,
            ["sigmoidGate"] = false,
            ["featureMap"] = GlaFeatureMap.None,
            ["innerFeatures"] = 0,
            ["complexGates"] = true,
            ["subNorm"] = false,
            ["gateGradient"] = 1.0,
            ["tiedGates"] = true,
            ["trueRecurrence"] = false,
            ["maxLength"] = 50,
            ["blockSize"] = 4,
            ["control"] = CdeControl.Value,
            ["solution"] = CdeSolution.Euler,
            ["controlScale"] = 1.0,
        };
        foreach (var change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(change => change.Split('=')))
        {
            values[change[0]] = bool.TryParse(change[1], out var truth)
                ? truth
                : int.Parse(change[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        var parameters = type.GetConstructors().Single().GetParameters();
        using var layer = (StreamingLayer)Activator.CreateInstance(type, [.. parameters.Select(parameter => values[parameter.Name!])])!;
        var names = parameters.ToDictionary(
            parameter => char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..],
            parameter => values[parameter.Name!] switch
            {
                int number => (ExpressionName)number,
                bool truth => truth ? 1 : 0,
                Enum member => EnumName(member),
                _ => default(ExpressionName),
            });

        // A parameter that an option takes away is stated with none of its elements.
        var stated = type.GetCustomAttributes<LayerParameterAttribute>().Select(
            p => (p.Name, Shape: Shape(p.Shape, names))).Where(p => !p.Shape.Contains(0));
        Assert.Equal(
            layer.named_parameters().Select(p => $"{p.name} {string.Join(", ", p.parameter.shape)}").Order(StringComparer.Ordinal),
            stated.Select(p => $"{p.Name} {string.Join(", ", p.Shape)}").Order(StringComparer.Ordinal));

        using var state = layer.NewState(1);
        Assert.Equal(
            state.All().Select(entry => $"{entry.Path} {string.Join(", ", entry.Value.shape.Skip(1))}"),
            type.GetCustomAttributes<LayerStateAttribute>().Select(s => (s.Name, Shape: Shape(s.Shape, names))).Where(
                s => !s.Shape.Contains(0)).Select(s => $"{s.Name} {string.Join(", ", s.Shape)}"));

        var cost = type.GetCustomAttribute<LayerCostAttribute>()!;
        long step = Evaluate(cost.StepFlops!, names),
            projections = layer.named_parameters().Where(
                p => p.parameter.dim() > 1 && !p.name.Contains("conv", StringComparison.Ordinal)
                    && (p.name.EndsWith(".weight", StringComparison.Ordinal) || p.name == "vf_A")).Sum(p => 2 * p.parameter.numel());
        Assert.InRange(step, projections, 4 * projections);
        names["Length"] = 10;
        Assert.InRange(Evaluate(cost.Flops, names), 10 * projections, 40 * projections);
    }

    [Theory]
    [MemberData(nameof(Branches))]
    public void A_generated_model_counts_right_and_learns(string branches)
    {
        using var scope = NewDisposeScope();
        var assembly = GeneratedAssembly.Compile(
            Declared.Classifier($"[Backbone(features: 12, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]\n{branches}"));
        var spec = GeneratedAssembly.SpecOf(assembly, "Demo.Model");
        manual_seed(5);
        using var model = GeneratedAssembly.Create(assembly, "Demo.Model");
        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            model.Module.state_dict().Select(entry => $"{entry.Key} {string.Join(", ", entry.Value.shape)}").Order(StringComparer.Ordinal),
            spec.Weights.Select(weight => $"{weight.Name} {string.Join(", ", weight.Shape)}").Order(StringComparer.Ordinal));

        Tensor tokens = randint(1, 20, [8, 12], ScalarType.Int64), labels = randint(0, 10, [8], ScalarType.Int64);
        optim.Optimizer optimizer = optim.AdamW(model.Module.parameters(), lr: 0.02);
        List<float> losses = [];
        for (var step = 0; step < 25; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(tokens, null), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < losses[0] / 2, string.Join(" ", losses));
    }

    [Theory]
    [MemberData(nameof(Branches))]
    public void A_generated_model_ignores_padding(string branches)
    {
        using var scope = NewDisposeScope();
        var assembly = GeneratedAssembly.Compile(
            Declared.Classifier($"[Backbone(features: 12, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]\n{branches}"));
        manual_seed(5);
        using var model = GeneratedAssembly.Create(assembly, "Demo.Model");
        model.Module.eval();
        Tensor tokens = randint(1, 20, [2, 30], ScalarType.Int64), lengths = tensor(new[] { 30L, 9 });
        Tensor alone = model.forward(tokens.narrow(0, 1, 1).narrow(1, 0, 9), null), padded = model.forward(tokens, lengths)[1..];
        Assert.InRange((alone - padded).abs().max().item<float>(), 0, 1e-5);
    }

    [Theory]
    [InlineData(
        "[Mamba2Branch]", "HeadSize is 64, but must be a divisor of (SsmFeatures == 0 ? Expand * Features : SsmFeatures), 24; use 24")]
    [InlineData("[Mamba2Branch(HeadSize = 5)]", "24; use 4 or 6")]
    [InlineData(
        "[Mamba2Branch(HeadSize = 4, Groups = 4)]",
        "Groups is 4, but must be a divisor of ((SsmFeatures == 0 ? Expand * Features : SsmFeatures) / HeadSize), 6; use 3 or 6")]
    [InlineData("[Mamba2Branch(HeadSize = 4, SsmFeatures = 10)]", "10; use 2 or 5")]
    [InlineData("[Mamba2Branch(HeadSize = 4, LeastDelta = 2, GreatestDelta = 1)]", "GreatestDelta is 1")]
    [InlineData("[MambaBranch(StateSize = 0)]", "StateSize is 0")]
    [InlineData("[Mamba3Branch(HeadSize = 5)]", "HeadSize is 5, but must be a divisor of Expand * Features, 24; use 4 or 6")]
    [InlineData("[Mamba3Branch(HeadSize = 4, StateSize = 1)]", "StateSize is 1")]
    [InlineData("[GlaBranch(Heads = 5)]", "Heads is 5, but must be a divisor of")]
    [InlineData("[GlaBranch(Heads = 3, KeyValueHeads = 2)]", "KeyValueHeads is 2, but must be a divisor of Heads, 3; use 1 or 3")]
    [InlineData("[GlaBranch(Heads = 5, KeySize = 2)]", "Heads is 5, but must be a divisor of")]
    [InlineData("[GateLoopBranch(Heads = 5)]", "Heads is 5, but must be a divisor of")]
    [InlineData("[GateLoopBranch(GateGradient = 0)]", "GateGradient is 0")]
    [InlineData("[LinearCdeBranch(BlockSize = 5)]", "BlockSize is 5, but must be a divisor of")]
    [InlineData("[GatedRnnBranch(Bidirectional = true)]", "Bidirectional")]
    [InlineData("[MambaBranch(Bidirectional = true)]", "Bidirectional")]
    public void An_option_that_does_not_fit_is_reported_with_one_that_does(string branch, string message)
    {
        var found = Assert.Single(Compilations.Report(Declared.Classifier($"[Backbone(features: 12, depth: 1)]\n{branch}")));
        Assert.Contains(message, found.GetMessage(), StringComparison.Ordinal);
    }

    private static ExpressionName EnumName(Enum member) => new(
        Convert.ToInt64(member, System.Globalization.CultureInfo.InvariantCulture),
        EquatableArray.Of(Enum.GetNames(member.GetType()).Select((name, value) => (name, (long)value)).ToArray()));

    private static long[] Shape(IReadOnlyList<string> dimensions, Dictionary<string, ExpressionName> names) =>
        [.. dimensions.Select(dimension => Evaluate(dimension, names))];

    private static long Evaluate(string expression, Dictionary<string, ExpressionName> names)
    {
        var result = ExpressionEvaluator.Evaluate(expression, names);
        Assert.Null(result.Fault);
        return result.Value;
    }
}
