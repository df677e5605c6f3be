using System;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the two <c>forward</c> methods of a model: that of the module, and that with true lengths.</summary>
internal static class HeadWriter
{
    /// <summary>The parameters of the module's own method.</summary>
    public static string Parameters(HeadKind kind, string tensor) =>
        string.Join(", ", kind.Inputs.Select(input => $"{tensor} {input.Name}"));

    /// <summary>The parameters of the method with true lengths.</summary>
    public static string ParametersWithLengths(HeadKind kind, string tensor) =>
        string.Join(", ", kind.Inputs.Select(input => $"{tensor} {input.Name}, {tensor}? {input.Lengths}"));

    public static void Write(CodeWriter writer, Head head, string tensor, string generatedCode, Action<CodeWriter> writeBody)
    {
        var kind = head.Kind;
        writer.Line($"/// <summary>{head.Summary}</summary>");
        foreach (var input in kind.Inputs)
        {
            writer.Line($"/// <param name=\"{input.Name}\">{input.Documentation}</param>");
        }

        var arguments = string.Join(", ", kind.Inputs.Select(input => $"{input.Name}, null"));
        writer.Line($"/// <returns>{head.Returns}</returns>");
        writer.Line(generatedCode);
        writer.Line($"public override {tensor} forward({Parameters(kind, tensor)}) => forward({arguments});");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(generatedCode);
        using (writer.Block($"public {tensor} forward({ParametersWithLengths(kind, tensor)})"))
        {
            writeBody(writer);
        }
    }
}
