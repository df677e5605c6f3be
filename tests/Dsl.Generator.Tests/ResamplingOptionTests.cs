using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using SerpentDsl.Verification;

namespace SerpentDsl.Generator.Tests;

/// <summary>The options of a branch that are about its resampling: what is generated of them, and what is refused.</summary>
public sealed class ResamplingOptionTests
{
    private const string Literal = "CompressionRate = 0.5, WindowSize = 4";
    private const string Classifier = "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64)]";
    private const string LanguageModel = "[LanguageModel(vocabulary: 20, contextLength: 64)]";

    [Fact]
    public void Defaults_are_not_generated() => Assert.DoesNotContain(
        "CompressionOptions",
        Generated(Literal + ", DeltaBias = 0, PointPlacement = PointPlacement.End, Interval = Interval.Learned"),
        StringComparison.Ordinal);

    [Fact]
    public void Options_are_handed_to_the_layer_in_one_record() => Assert.Contains(
        "options: new CompressionOptions { DeltaBias = 1.0, DeltaLearningRate = 0.0001 });",
        Generated(Literal + ", DeltaLearningRate = 1e-4, DeltaBias = 1"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("PointPlacement = PointPlacement.Middle", Classifier)]
    [InlineData("PointPlacement = PointPlacement.Middle, DeltaBias = 1", LanguageModel)]
    [InlineData("Interval = Interval.Uniform, DeltaBias = 1", Classifier)]
    [InlineData("ReadBack = ReadBack.Linear", Classifier)]
    [InlineData("ReadBack = ReadBack.Linear, PointPlacement = PointPlacement.Middle, DeltaBias = 0.5", Classifier)]
    [InlineData("Interval = Interval.Uniform", LanguageModel)]
    [InlineData("Interval = Interval.Random", Classifier)]
    [InlineData("Interval = Interval.Random, PointPlacement = PointPlacement.Middle", LanguageModel)]
    public void A_model_with_them_passes_all_checks(string options, string head)
    {
        var spec = GeneratedAssembly.SpecOf(Compiled.Of(Source($"{Literal}, {options}", head)), "Demo.Model");
        var report = ArchitectureVerifier.Verify(spec, new VerificationOptions { GradientSamples = 2, Length = 40 });
        Assert.True(report.Passed, string.Join("\n", report.Checks.Where(check => check.Verdict == Verdict.Failed)));
    }

    [Theory]
    [InlineData(Classifier, "SelectiveCompression")]
    [InlineData(LanguageModel, "CausalCompression")]
    public void A_generated_model_has_them(string head, string kind)
    {
        var source = Source(Literal + ", DeltaBias = -1.5, DeltaLearningRate = 1e-4", head);
        using var model = GeneratedAssembly.Create<ISequenceModel>(Compiled.Of(source), "Demo.Model").Module;
        var layers = model.named_modules().Select(entry => entry.module).OfType<CompressionLayer>().ToArray();
        Assert.Equal(2, layers.Length);
        Assert.All(layers, layer =>
        {
            Assert.Equal(kind, layer.GetType().Name);
            Assert.Equal(-1.5f, layer.state_dict()["b"].item<float>());
            Assert.Equal(new OptimizerHint(1e-4, 0), layer.HintFor("b"));
        });
    }

    [Theory]
    [InlineData("DeltaBias = 10.5", "10.5", "DeltaBias is 10.5, but must be at least -10 and at most 10; use 0")]
    [InlineData("DeltaBias = double.NaN", "double.NaN", "DeltaBias is NaN, but must be at least -10 and at most 10; use 0")]
    [InlineData("DeltaLearningRate = 0", "0", "DeltaLearningRate is 0, but must be at least")]
    public void Numbers_out_of_range_are_refused(string option, string span, string message) =>
        AssertReported(Literal + ", " + option, "SDSL102", span, message);

    [Theory]
    [InlineData("DeltaBias = 1", "1")]
    [InlineData("DeltaLearningRate = 1e-4", "1e-4")]
    [InlineData("PointPlacement = PointPlacement.Middle", "PointPlacement.Middle")]
    [InlineData("Interval = Interval.Uniform", "Interval.Uniform")]
    [InlineData("ReadBack = ReadBack.Linear", "ReadBack.Linear")]
    public void An_option_without_a_rate_has_no_effect(string option, string span)
    {
        var name = option[..option.IndexOf(' ', StringComparison.Ordinal)];
        AssertReported(
            option, "SDSL108", span,
            $"{name} has no effect without CompressionRate; set CompressionRate, such as 0.5, or remove {name}");
    }

    [Theory]
    [InlineData("Uniform")]
    [InlineData("Random")]
    public void Intervals_that_learn_nothing_have_no_learning_rate(string interval) => AssertReported(
        $"{Literal}, Interval = Interval.{interval}, DeltaLearningRate = 1e-4",
        "SDSL125",
        "1e-4",
        $"DeltaLearningRate has no effect with Interval.{interval}, which learns nothing; use Interval.Learned, or remove "
            + "DeltaLearningRate");

    private static string Source(string options, string head = Classifier) => Declared.Class(
        $"{head}\n[Backbone(features: 8, depth: 2, Norm = Norm.Layer)]\n[S4Branch(StateSize = 2)]\n[S4DBranch(StateSize = 2, {options})]");

    private static string Generated(string options) =>
        Assert.Single(Compilations.Run(Source(options)).GeneratedSources).SourceText.ToString();

    private static void AssertReported(string options, string id, string span, string message)
    {
        var found = Assert.Single(Compilations.Report(Source(options)));
        Assert.Equal((id, span), (found.Id, found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)));
        Assert.StartsWith("Branch 1 (S4DBranch): " + message, found.GetMessage(), StringComparison.Ordinal);
    }
}
