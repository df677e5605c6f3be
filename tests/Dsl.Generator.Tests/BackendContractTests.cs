using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Tests;

/// <summary>A backend is held to its contract where it is written, with or without an architecture that uses it.</summary>
public sealed class BackendContractTests
{
    private const string Forward = "{ public override Tensor forward(Tensor u, Tensor? lengths) => u.alias(); }";
    private const string Streaming =
        "{ public override Tensor forward(Tensor u, Tensor? lengths) => u.alias(); public override StreamState NewState(long batch) => "
            + "StreamState.Of((\"x\", zeros(batch))); public override Tensor Step(Tensor u, StreamState state) => u.alias(); }";
    private const string Model =
        "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64), Backbone(features: 8, depth: 1), Echo]\n"
            + "public sealed partial class Model;\n";
    private const string Sound =
        "[BranchLayer(typeof(EchoLayer))] public sealed class EchoAttribute : BranchAttribute { [DefaultValue(3)] public int Taps { get; "
            + "set; } }\n";

    [Theory]
    [InlineData("public sealed class EchoAttribute : BranchAttribute;", "SDSL301 at EchoAttribute")]
    [InlineData("[BranchLayer(typeof(string))] public sealed class EchoAttribute : BranchAttribute;", "SDSL302 at typeof(string)")]
    [InlineData(
        Sound
            + "public sealed class EchoLayer : SequenceLayer { EchoLayer() : base(\"\") { } public override Tensor forward(Tensor u, "
            + "Tensor? lengths) => u.alias(); }",
        "SDSL303 at EchoLayer")]
    [InlineData(
        Sound + "public sealed class EchoLayer(int features, int taps, int width) : SequenceLayer($\"{features}{taps}{width}\") " + Forward,
        "SDSL304 at width")]
    [InlineData(
        Sound + "public sealed class EchoLayer(int features, string taps) : SequenceLayer($\"{features}{taps}\") " + Forward,
        "SDSL305 at taps")]
    [InlineData(
        Sound + "public sealed class EchoLayer(int features, byte taps, string note = \"\") : SequenceLayer($\"{features}{taps}{note}\") "
            + Forward,
        "SDSL305 at taps")]
    [InlineData(
        Sound
            + "public sealed class EchoLayer(int features, int taps, int bidirectional) : "
            + "SequenceLayer($\"{features}{taps}{bidirectional}\") "
            + Forward,
        "SDSL305 at bidirectional")]
    [InlineData(
        Sound
            + "[LayerParameter(\"w\", \"Tap\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL306 at \"Tap\"")]
    [InlineData(
        Sound
            + "[LayerParameter(\"w\", \"1 / (Taps - 1) +\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL306 at \"1 / (Taps - 1) +\"")]
    [InlineData(
        Sound
            + "[LayerCost(\"Length * Taps * 2.5\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL306 at \"Length * Taps * 2.5\"")]
    [InlineData(
        Sound
            + "[LayerCost(\"Length\", SharedFlops = \"Length * Tap\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL306 at \"Length * Tap\"")]
    [InlineData(
        Sound
            + "[LayerParameter(\"w\", \"Length\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL306 at \"Length\"")]
    [InlineData(
        Sound
            + "[LayerState(\"x\", \"Taps\"), LayerCost(\"Length\", StepFlops = \"Length\")] public sealed class EchoLayer(int features, "
            + "int taps) : StreamingLayer($\"{features}{taps}\") "
            + Streaming,
        "SDSL306 at \"Length\"")]
    [InlineData(
        Sound
            + "[LayerState(\"x\", \"Width\")] public sealed class EchoLayer(int features, int taps) : "
            + "StreamingLayer($\"{features}{taps}\") "
            + Streaming,
        "SDSL306 at \"Width\"")]
    [InlineData(
        Sound
            + "[LayerState(\"x\", \"Taps\"), LayerState(\"x\", \"1\")] public sealed class EchoLayer(int features, int taps) : "
            + "StreamingLayer($\"{features}{taps}\") "
            + Streaming,
        "SDSL314 at \"x\"")]
    [InlineData(
        Sound
            + "[LayerParameter(\"\", \"Taps\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL314 at \"\"")]
    [InlineData(
        Sound
            + "[LayerCost(\"Length\", StepFlops = \"Taps\")] public sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward,
        "SDSL313 at \"Taps\"")]
    public void A_breach_is_reported_once_with_and_without_an_architecture(string backend, string expected)
    {
        Assert.Equal([expected], Report(Declared.Class("", backend)));
        Assert.Equal(
            [expected], Report(Declared.Class("", Model + Model.Replace("Model;", "Second;", StringComparison.Ordinal) + backend)));
    }

    [Theory]
    [InlineData(
        "[DefaultValue(typeof(int), \"4\")] public int Taps { get; set; }",
        "SDSL316 at \"4\"",
        "EchoBranch: the default of Taps is text, which is no int; use [DefaultValue(1)]")]
    [InlineData(
        "[DefaultValue(0.5)] public float Taps { get; set; }",
        "SDSL316 at 0.5",
        "EchoBranch: the default of Taps is 0.5, which is no float; use [DefaultValue(1.0f)]")]
    [InlineData(
        "[DefaultValue(1)] public Norm Taps { get; set; }",
        "SDSL316 at 1",
        "EchoBranch: the default of Taps is 1, which is no Norm; use [DefaultValue(Norm.Batch)]")]
    [InlineData(
        "[DefaultValue(300)] public byte Taps { get; set; }",
        "SDSL316 at 300",
        "EchoBranch: the default of Taps is 300, which is no byte; use [DefaultValue(1)]")]
    [InlineData(
        "[DefaultValue(null)] public int Taps { get; set; }",
        "SDSL316 at null",
        "EchoBranch: the default of Taps is null, which is no int; use [DefaultValue(1)]")]
    [InlineData(
        "[DefaultValue(\"no\")] public bool Taps { get; set; }",
        "SDSL316 at \"no\"",
        "EchoBranch: the default of Taps is \"no\", which is no bool; use [DefaultValue(false)]")]
    [InlineData(
        "[DefaultValue((Norm)9)] public Norm Taps { get; set; }",
        "SDSL315 at (Norm)9",
        "EchoBranch: the default of Taps is 9, but must be a member of Norm; use Batch or Layer or Rms or Scale")]
    [InlineData(
        "[DefaultValue(Norm.Batch), AllowedValues(Norm.Layer, Norm.Rms)] public Norm Taps { get; set; }",
        "SDSL315 at Norm.Batch",
        "EchoBranch: the default of Taps is Batch, but must be Layer or Rms; use Layer")]
    [InlineData(
        "[DefaultValue(5), MultipleOf(4)] public int Taps { get; set; }",
        "SDSL315 at 5",
        "EchoBranch: the default of Taps is 5, but must be a multiple of 4; use 4 or 8")]
    [InlineData(
        "[Range(typeof(int), \"1\", \"9\")] public int Taps { get; set; }",
        "SDSL317 at Range",
        "EchoBranch: [Range] on Taps has no effect: bounds given as text are not read; use numbers, such as [Range(1, 9)]")]
    [InlineData(
        "[MultipleOf(0)] public int Taps { get; set; }",
        "SDSL317 at MultipleOf",
        "EchoBranch: [MultipleOf] on Taps has no effect: every number is a multiple of 1, and none of less; use a factor of at least 2")]
    [InlineData(
        "[NotBelow(\"Taps\")] public int Taps { get; set; }",
        "SDSL317 at NotBelow",
        "EchoBranch: [NotBelow] on Taps has no effect: it names the option itself; name another one")]
    [InlineData(
        "[DivisorOf(\"Features\")] public double Taps { get; set; }",
        "SDSL317 at DivisorOf",
        "EchoBranch: [DivisorOf] on Taps has no effect: it is for integers, and Taps is double; remove it")]
    [InlineData(
        "[Range(5, 7), MultipleOf(8)] public int Taps { get; set; }",
        "SDSL318 at MultipleOf",
        "EchoBranch: the limits of Taps leave no value: nothing between 5 and 7 is a multiple of 8; use a range up to 8")]
    [InlineData(
        "[Range(2.0, 2.0, MinimumIsExclusive = true)] public double Taps { get; set; }",
        "SDSL318 at Range",
        "EchoBranch: the limits of Taps leave no value: nothing is beyond 2 and not; use a wider range")]
    [InlineData(
        "[NotBelow(\"CompressionRat\")] public double Taps { get; set; }",
        "SDSL319 at \"CompressionRat\"",
        "EchoBranch: [NotBelow] on Taps names 'CompressionRat', but no number option has that name; "
            + "use one of CompressionRate, WindowSize, TimeBasis, DeltaBias, DeltaLearningRate, Features")]
    [InlineData(
        "[DivisorOf(\"2 * Widht\")] public int Taps { get; set; }",
        "SDSL319 at \"2 * Widht\"",
        "EchoBranch: [DivisorOf] on Taps names '2 * Widht', but no integer option has that name; "
            + "use one of WindowSize, TimeBasis, Features")]
    [InlineData(
        "public decimal Taps { get; set; }",
        "SDSL322 at Taps",
        "EchoBranch: Taps has no default and no declaration can set it, because decimal is no type of an attribute argument; declare it as "
            + "'public int Taps { get; set; }' or the like")]
    [InlineData(
        "public int Taps { get; private set; }",
        "SDSL322 at Taps",
        "EchoBranch: Taps has no default and no declaration can set it, because it has no public setter and no constructor parameter of "
            + "its name; declare it as 'public int Taps { get; set; }' or the like")]
    public void An_option_that_contradicts_itself(string property, string expected, string message)
    {
        var type = property.Split(" Taps")[0].Split(' ')[^1];
        var backend =
            $"[BranchLayer(typeof(EchoLayer))] public sealed class EchoBranchAttribute : BranchAttribute {{ {property} }}\n"
                + $"public sealed class EchoLayer(int features, {type} taps) : SequenceLayer($\"{{features}}{{taps}}\") {Forward}";
        var found = Assert.Single(Compilations.Report(Declared.Class("", backend)));
        Assert.Equal((expected, message), (Show(found), found.GetMessage()));
    }

    [Theory]
    [InlineData("public abstract class EchoAttribute : BranchAttribute;")]
    [InlineData(
        "[BranchLayer(typeof(EchoLayer))] public sealed class EchoAttribute<T> : BranchAttribute { public T? Taps { get; set; } }\n"
            + "public sealed class EchoLayer(int features, int taps) : SequenceLayer($\"{features}{taps}\") "
            + Forward)]
    [InlineData("public class EchoAttribute : System.Attribute { public int Taps { get; set; } }")]
    [InlineData(
        "[BranchLayer(typeof(EchoLayer))] public abstract class Base : BranchAttribute { [DefaultValue(2)] public int Taps { get; set; } "
            + "}\npublic sealed class EchoAttribute : Base;\npublic sealed class EchoLayer(int features, int taps) : "
            + "SequenceLayer($\"{features}{taps}\") "
            + Forward)]
    [InlineData(
        "[BranchLayer(typeof(EchoLayer))] public sealed class EchoAttribute : BranchAttribute { [DefaultValue(2)] public byte Taps { get; "
            + "set; } public override object TypeId => this; public int Twice => 2 * Taps; }\n"
            + "public sealed class EchoLayer(int features, int taps) : SequenceLayer($\"{features}{taps}\") "
            + Forward)]
    [InlineData(
        "[LayerParameter(\"w\", \"Anything\")] public sealed class EchoLayer : SequenceLayer { EchoLayer() : base(\"\") { } public "
            + "override Tensor forward(Tensor u, Tensor? lengths) => u.alias(); }")]
    public void Near_misses(string backend) => Assert.Empty(Report(Declared.Class("", backend)));

    [Fact]
    public void A_layer_in_two_parts_is_reported_once()
    {
        var first = Declared.Class(
            "",
            "[LayerParameter(\"w\", \"Tap\")] public sealed partial class EchoLayer(int features) : SequenceLayer($\"{features}\") "
                + Forward);
        var second = Declared.Class("", "[LayerCost(\"1\")] public sealed partial class EchoLayer : SequenceLayer;");
        Assert.Equal(["SDSL306 at \"Tap\""], Compilations.Report(first, second).Select(Show));
    }

    [Fact]
    public void A_broken_backend_of_another_assembly_is_reported_where_it_is_used()
    {
        var backend = Sound.Replace("[DefaultValue(3)]", "[DefaultValue(3), Range(typeof(int), \"1\", \"2\")]", StringComparison.Ordinal) +
            "[LayerParameter(\"w\", \"Tap\")] public sealed class EchoLayer(int features, int taps, int width) : "
                + "SequenceLayer($\"{features}{taps}{width}\") "
                + Forward;
        var user = Compilations.Create("using SerpentDsl; using Demo;\n" + Model).AddReferences(Library(backend));
        var run = Compilations.Run(user);
        Assert.Equal(["SDSL304 at Echo", "SDSL306 at Echo"], Compilations.Report(user).Select(Show).Order(StringComparer.Ordinal));
        Assert.Contains("has errors", run.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_about_a_backend_of_another_assembly_are_for_its_author()
    {
        var backend = Sound + "public sealed class EchoLayer(int features) : SequenceLayer($\"{features}\") " + Forward;
        Assert.Equal(["SDSL311 at Taps"], Report(Declared.Class("", backend)));
        Assert.Empty(Compilations.Report(Compilations.Create("using SerpentDsl; using Demo;\n" + Model).AddReferences(Library(backend))));
    }

    /// <summary>The built-in backends keep the contract that a user's must keep, warnings included.</summary>
    [Fact]
    public void The_built_in_backends_keep_the_contract()
    {
        var compilation = Compilations.Create("");
        var runtime = RuntimeSymbols.Of(compilation);
        INamedTypeSymbol[] backends =
        [
            .. TypesOf(runtime.Branch!.ContainingAssembly.GlobalNamespace).Where(type => !type.IsAbstract && runtime.IsBranch(type))
        ];
        Assert.Contains("S4BranchAttribute", backends.Select(type => type.Name));
        foreach (var backend in backends)
        {
            var model = runtime.BackendOf(backend).Model with { IsInSource = true };
            Assert.Empty(
                BackendChecker.Check(model, new Anchor("Definition")).Select(finding => finding.Locate(default).ToDiagnostic().ToString()));
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(TypesOf));

    private static MetadataReference Library(string backend)
    {
        using MemoryStream stream = new();
        Assert.True(Compilations.Create(Declared.Class("", backend)).WithAssemblyName("Library").Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    private static string[] Report(string source) => [.. Compilations.Report(source).Select(Show)];

    private static string Show(Diagnostic found) =>
        $"{found.Id} at {found.Location.SourceTree?.GetText().ToString(found.Location.SourceSpan)}";
}
