using System.Globalization;
using System.Text;

namespace SerpentDsl.Generator.Tests.Fuzz;

internal sealed partial class RandomDeclarations
{
    private string DrawBackend()
    {
        StringBuilder source = new();
        var type = Pick("int", "int", "int", "long", "double", "string", "Norm", "bool", "decimal", "byte");
        string[] limits =
        [
            .. new[]
            {
                "[Range(1, 9)]",
                "[Range(9, 1)]",
                "[MultipleOf(3)]",
                "[MultipleOf(0)]",
                "[DivisorOf(\"Features\")]",
                "[NotBelow(\"Missing\")]",
                "[DefaultValue(4)]",
                "[DefaultValue(4)]",
                "[DefaultValue(\"x\")]",
                "[DefaultValue(null)]",
                "[AllowedValues(1, 4)]",
                "[AllowedValues()]",
                "[DefaultValue(typeof(int), \"4\")]",
            }.Where(_ => Chance(9))
        ];
        var layer = Chance(20) ? Pick("string", "Missing", "List<>", "Echo") : "EchoLayer";
        var attributes = string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => DrawStatement()));
        var baseClass = Chance(15)
            ? Pick("SequenceLayer, IDisposable", "object", "Missing")
            : Pick("SequenceLayer", "SequenceLayer", "StreamingLayer");
        var parameters = string.Join(
            ", ",
            new[]
            {
                "int features",
                Pick(type, type, "int") + " taps",
                "bool bidirectional",
                "int maxLength",
                "string extra",
                "int other = 3",
                "ref int bad",
            }.Where((_, i) => Chance(i < 2 ? 1 : 10)));
        var repeated = Chance(10) ? "[AttributeUsage(AttributeTargets.Class)] " : "";
        source.AppendLine(
            CultureInfo.InvariantCulture,
            $"{(Chance(15) ? "" : $"[BranchLayer(typeof({layer}))] ")}{repeated}public {(Chance(20) ? "abstract" : "sealed")} class "
                + $"EchoAttribute{(Chance(15) ? "(int given)" : "")} : BranchAttribute");
        source.AppendLine(
            CultureInfo.InvariantCulture,
            $"{{ {string.Concat(limits.Distinct())} public {type} Taps {{ get; {Pick("set;", "set;", "set;", "private set;", "init;", "")} "
                + $"}} {(Chance(10) ? "public int Length { get; set; }" : "")} }}");
        var overrides = "public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();" +
            (
                baseClass == "StreamingLayer"
                    ? " public override StreamState NewState(long batch) => throw new NotSupportedException(); public override Tensor "
                        + "Step(Tensor u, StreamState state) => u.alias();"
                    : "");
        var more = Chance(12) ? " public EchoLayer() : this(default!) { }" : "";
        source.AppendLine(
            CultureInfo.InvariantCulture,
            $"{attributes}public {(Chance(20) ? "abstract" : "sealed")} class EchoLayer({parameters}) : "
                + $"{baseClass}{(baseClass is "object" or "Missing" ? "" : "(\"echo\")")} {{ {overrides}{more} }}");
        return source.ToString().Replace("(\"echo\"), IDisposable", "", StringComparison.Ordinal).Replace(
            "SequenceLayer, IDisposable(\"echo\")", "SequenceLayer(\"echo\"), IDisposable", StringComparison.Ordinal);
    }

    private string DrawStatement() => random.Next(4) switch
    {
        0 => $"[LayerCost({Quote(Pick(s_expressions))}{(Chance(2) ? $", StepFlops = {Quote(Pick(s_expressions))}" : "")})]\n",
        1 => $"[LayerState({Pick("\"x\"", "\"y\"", "\"\"", "null")}, {Quote(Pick(s_expressions))})]\n",
        _ => $"[LayerParameter({Pick("\"w\"", "\"v\"", "\"w\"", "\"\"", "null")}"
            + $"{string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => ", " + Quote(Pick(s_expressions))))})]\n",
    };
}
