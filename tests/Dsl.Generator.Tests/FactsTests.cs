using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Facts of declarations that the tree has none of, against the running model.</summary>
public sealed class FactsTests
{
    private const string Taps = """
        [BranchLayer(typeof(TapsLayer))]
        public sealed class TapsBranchAttribute : BranchAttribute
        {
            [DefaultValue(3), Range(1, 9)]
            public int Taps { get; set; }
        }

        [LayerParameter("weight", "Taps", "Features")]
        [LayerBuffer("steps", ElementType = "int64")]
        [LayerState("past", "Taps - 1", "Features")]
        [LayerCost("2 * Length * Taps * Features", StepFlops = "2 * Taps * Features")]
        [ReceptiveField("Taps")]
        public sealed class TapsLayer : StreamingLayer
        {
            private readonly TorchSharp.Modules.Parameter weight;
            private readonly Tensor steps = zeros([], ScalarType.Int64).DetachFromDisposeScope();

            public TapsLayer(int features, int taps)
                : base(nameof(TapsLayer))
            {
                weight = new TorchSharp.Modules.Parameter(ones(taps, features));
                RegisterComponents();
            }

            public override Tensor forward(Tensor u, Tensor? lengths)
            {
                long taps = weight.shape[0], length = u.shape[1];
                using var scope = NewDisposeScope();
                Tensor padded = cat([zeros(u.shape[0], taps - 1, u.shape[2]), u], 1), y = zeros_like(u);
                for (long tap = 0; tap < taps; tap++)
                {
                    y = y + (padded.narrow(1, tap, length) * weight[tap]);
                }

                return y.MoveToOuterDisposeScope();
            }

            public override StreamState NewState(long batch) =>
                StreamState.Of(("past", zeros(batch, weight.shape[0] - 1, weight.shape[1])));

            public override Tensor Step(Tensor u, StreamState state)
            {
                using var scope = NewDisposeScope();
                Tensor window = cat([state[0], u.unsqueeze(1)], 1);
                state.Replace(0, window.narrow(1, 1, weight.shape[0] - 1).clone());
                return (window * weight).sum(1).MoveToOuterDisposeScope();
            }
        }
        """;

    [Theory]
    [InlineData("[Backbone(features: 8, depth: 3)]\n[TapsBranch(Taps = 3)]", 7)]
    [InlineData("[Backbone(features: 8, depth: 2)]\n[TapsBranch(Taps = 5)]\n[TapsBranch(Taps = 2)]", 9)]
    [InlineData("[Backbone(features: 8, depth: 4)]\n[TapsBranch(Taps = 1)]", 1)]
    public void The_receptive_field_is_what_gradients_reach(string backbone, int field)
    {
        var assembly = GeneratedAssembly.Compile(Declared.Classifier(backbone, "public sealed partial class Model;\n" + Taps));
        Assert.Equal((long)field, assembly.GetType("Demo.Model")!.GetField("ReceptiveField")!.GetRawConstantValue());
        var spec = GeneratedAssembly.SpecOf(assembly, "Demo.Model");
        Assert.Equal(field, spec.Facts.ReceptiveField);

        using var model = spec.Create();
        model.Module.eval();
        using var scope = NewDisposeScope();
        Tensor input = randn(1, 20, 8).requires_grad_(), states = input;
        var blocks = model.Module.named_modules()
            .Where(entry => entry.name is "blocks.0" or "blocks.1" or "blocks.2" or "blocks.3")
            .Select(entry => (SequenceLayer)entry.module);
        foreach (var block in blocks)
        {
            states = block.call(states, null);
        }

        states.select(1, 15).sum().backward();
        Assert.Equal(field, input.grad!.abs().sum(-1).ne(Scalars.Zero).sum().item<long>());
    }

    [Theory]
    [InlineData("[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]")]
    [InlineData("[Backbone(features: 8, depth: 1)]\n[TapsBranch(CompressionRate = 0.5)]")]
    [InlineData("[Backbone(features: 8, depth: 1)]\n[TapsBranch]\n[S4DBranch(StateSize = 2)]")]
    public void A_branch_that_sees_the_whole_sequence_or_resamples_makes_the_model_see_it(string backbone)
    {
        var assembly = GeneratedAssembly.Compile(Declared.Classifier(backbone, "public sealed partial class Model;\n" + Taps));
        Assert.Equal(long.MaxValue, assembly.GetType("Demo.Model")!.GetField("ReceptiveField")!.GetRawConstantValue());
        Assert.Null(GeneratedAssembly.SpecOf(assembly, "Demo.Model").Facts.ReceptiveField);
    }

    [Theory]
    [InlineData("[LanguageModel(vocabulary: 20, contextLength: 64)]", "Rms")]
    [InlineData("[LanguageModel(vocabulary: 20, contextLength: 64, TiedEmbeddings = true)]", "Layer")]
    [InlineData("[SequenceClassifier(vocabulary: 20, classes: 3, maxLength: 64, Causal = true)]", "Rms")]
    [InlineData("[SequenceClassifier(vocabulary: 20, classes: 3, maxLength: 64, Causal = true, Pooling = Pooling.Last)]", "Rms")]
    [InlineData("[SequenceRegressor(inputs: 5, outputs: 2, maxLength: 64, Causal = true)]", "Layer")]
    [InlineData("[SequenceRegressor(inputs: 5, outputs: 2, maxLength: 64, Causal = true, Pooling = Pooling.None)]", "Rms")]
    public void State_and_traffic_of_a_step_are_those_of_the_running_model(string head, string norm)
    {
        var declaration = Declared.Class(
            $"{head}\n[Backbone(features: 12, depth: 2, Norm = Norm.{norm}, Mixer = Mixer.Glu)]\n[S4Branch(StateSize = 4)]\n"
                + "[S4DBranch(StateSize = 2, CompressionRate = 0.5, WindowSize = 3)]\n"
                + "[S4DBranch(StateSize = 4, Copies = 3, DeltaTied = false)]\n"
                + "[TapsBranch(Taps = 4)]",
            "public sealed partial class Model;\n" + Taps);
        var spec = GeneratedAssembly.SpecOf(GeneratedAssembly.Compile(declaration), "Demo.Model");
        using var model = (IStreamingModel)spec.Create();
        using var state = model.NewState(1);
        Assert.Equal(state.Bytes, spec.Facts.Streaming!.StateBytes);

        long parameters = model.Module.parameters().Sum(parameter => parameter.numel()), table = spec.Head is RegressorHeadSpec
            ? 0
            : 20 * 12;
        var isTied = head.Contains("Tied", StringComparison.Ordinal);
        Assert.Equal(
            (sizeof(float) * (parameters - (isTied ? 0 : table) + (table > 0 ? 12 : 0))) + (2 * state.Bytes),
            spec.Facts.Streaming.StepBytes);
        AssertWeights(spec, model);
    }

    [Theory]
    [InlineData(Declared.ThreeBranches, "Demo.ThreeBranches")]
    [InlineData(Declared.Tiny, "Demo.Tiny")]
    public void Tensors_are_those_of_the_state_dict(string source, string name)
    {
        var spec = GeneratedAssembly.SpecOf(GeneratedAssembly.Compile(source), name);
        using var model = spec.Create();
        AssertWeights(spec, model);
    }

    [Fact]
    public void A_pair_classifier_has_no_streaming_form_and_says_what_it_holds()
    {
        var source = Declared.Class(
            "[PairClassifier(vocabulary: 20, classes: 2, maxLength: 64, Causal = true)]\n"
                + "[Backbone(features: 8, depth: 1, Norm = Norm.Rms)]\n[S4DBranch(StateSize = 2)]");
        var spec = GeneratedAssembly.SpecOf(GeneratedAssembly.Compile(source), "Demo.Model");
        using var model = spec.Create();
        Assert.Null(spec.Facts.Streaming);
        AssertWeights(spec, model);
    }

    [Fact]
    public void Citations_and_options_are_handed_on()
    {
        var source = Declared.Whole(
            "[Citation(\"Somebody: \\\"Something\\\"\", Url = \"https://example.org/{0}\")]\n[Citation(\"Else\")]\n"
                + "public sealed partial class Model;");
        var spec = GeneratedAssembly.SpecOf(GeneratedAssembly.Compile(source), "Demo.Model");
        Assert.Equal(
            [new CitationSpec("Somebody: \"Something\"", "https://example.org/{0}"), new CitationSpec("Else", null)], spec.Citations);
        Assert.Contains(new OptionSpec("branch0", "S4Branch", "StateSize", "2", IsSet: true), spec.Options);
        Assert.Contains(new OptionSpec("backbone", "Backbone", "Dropout", "0", IsSet: false), spec.Options);
        Assert.DoesNotContain(spec.Options, option => option.Name == "WindowSize");
    }

    private static void AssertWeights(ArchitectureSpec spec, ISequenceModel model) => Assert.Equal(
        model.Module.state_dict().Select(
            entry =>
                $"{entry.Key} {entry.Value.dtype.ToString().ToLowerInvariant()} "
                    + $"[{string.Join(", ", entry.Value.shape)}]").Order(StringComparer.Ordinal),
        spec.Weights.Select(weight => $"{weight.Name} {weight.Type} [{string.Join(", ", weight.Shape)}]").Order(StringComparer.Ordinal));
}
