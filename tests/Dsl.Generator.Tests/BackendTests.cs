using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>A backend of the user's own is treated as the built-in ones are.</summary>
public sealed class BackendTests
{
    private const string Backend = """
        public enum Mode { Slow, Fast }

        /// <summary>Multiplies every feature by a weight per tap.</summary>
        [BranchLayer(typeof(EchoLayer))]
        public sealed class EchoAttribute(string label) : BranchAttribute
        {
            public string Label { get; } = label;

            [DefaultValue(3), Range(1, 9), MultipleOf(3)]
            public int Taps { get; set; }

            [DefaultValue(Mode.Fast)]
            public Mode Mode { get; set; }

            [DefaultValue(0.25f)]
            public float Scale { get; set; }

            [DefaultValue(true)]
            public bool Bias { get; set; }

            public int[] Dilations { get; set; } = [];
        }

        [LayerParameter("weight", "Taps", "Features * Bias")]
        [LayerCost("Length * Features * Taps * Directions")]
        public sealed class EchoLayer : SequenceLayer
        {
            private readonly TorchSharp.Modules.Parameter weight;

            public EchoLayer(
                long features, int taps, Mode mode, double scale, bool bias, string label, bool bidirectional, int maxLength,
                int[]? dilations = null, string note = "none")
                : base(
                    $"{features} {taps} {mode} {scale} {bias} {label} {bidirectional} {maxLength} "
                    + $"{string.Join(",", dilations ?? [])} {note}")
            {
                weight = new TorchSharp.Modules.Parameter(ones(taps, features).DetachFromDisposeScope());
                weight.DetachFromDisposeScope();
                RegisterComponents();
            }

            public string Remark => GetName();

            public override Tensor forward(Tensor u, Tensor? lengths) => u * weight.mean([0]);
        }
        """;

    [Theory]
    [InlineData("[Echo(\"a\\\"b\")]", "8 3 Fast 0.25 True a\"b True 64  none", 24, 64 * 8 * 3 * 2)]
    [InlineData(
        "[Echo(\"x\", Taps = 6, Mode = Mode.Slow, Scale = 1e10f, Bidirectional = false, Dilations = new[] { 1, 2 })]",
        "8 6 Slow 10000000000 True x False 64 1,2 none",
        48,
        64 * 8 * 6)]
    [InlineData("[Echo(label: \"k\", CompressionRate = 0.3)]", "8 3 Fast 0.25 True k True 20  none", 24, 20 * 8 * 3 * 2)]
    public void Its_options_reach_the_constructor(string attribute, string description, long parameters, long flops)
    {
        var assembly = GeneratedAssembly.Compile(Declared.WithBackend(Backend, attribute));
        var spec = GeneratedAssembly.SpecOf(assembly, "Demo.Model");
        LayerSpec layer = spec.Layers.Single(layer => layer.Name == "blocks.0.branch0_ssm");
        Assert.Equal(("EchoLayer", parameters, flops), (layer.Kind, layer.Parameters, layer.Flops));
        using var model = spec.Create();
        var echo = model.Module.named_modules().Single(entry => entry.name == "blocks.0.branch0_ssm").module;
        Assert.Equal(description, echo.GetName());
        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Its_limits_are_checked()
    {
        var found = Assert.Single(Compilations.Report(Declared.WithBackend(Backend, "[Echo(\"x\", Taps = 4)]")));
        Assert.Equal("Branch 0 (Echo): Taps is 4, but must be a multiple of 3, at least 1 and at most 9; use 3 or 6", found.GetMessage());
    }

    [Fact]
    public void It_trains()
    {
        using var scope = NewDisposeScope();
        var assembly = GeneratedAssembly.Compile(
            Declared.WithBackend(Backend, "[Echo(\"x\")]\n[S4Branch(StateSize = 2, CompressionRate = 0.5)]"));
        using var model = GeneratedAssembly.Create(assembly, "Demo.Model");
        manual_seed(1);
        Tensor tokens = randint(1, 20, [8, 12], ScalarType.Int64), labels = randint(0, 10, [8], ScalarType.Int64);
        optim.Optimizer optimizer = optim.AdamW(model.Module.parameters(), lr: 0.02);
        List<float> losses = [];
        for (var step = 0; step < 30; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(tokens, null), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < losses[0] / 2, string.Join(" ", losses));
    }
}
