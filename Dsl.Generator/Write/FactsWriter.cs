using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the facts of the model, as constants and as members of its <c>Spec</c>.</summary>
internal static class FactsWriter
{
    /// <summary>Writes the facts as constants of the class.</summary>
    public static void WriteConstants(CodeWriter writer, ModelPlan plan, string generatedCode)
    {
        var facts = plan.Facts;
        Write(
            writer, generatedCode, "TrainingFlops", Numbers.Literal(facts.TrainingFlops),
            "Floating-point operations per token in training, forward and backward, at the greatest length.");
        Write(
            writer, generatedCode, "TrainingBytes", Numbers.Literal(facts.TrainingBytes),
            "Bytes per token that a forward pass keeps for the backward pass, at the greatest length, in float32.");
        Write(
            writer,
            generatedCode,
            "ReceptiveField",
            facts.ReceptiveField is { } field ? Numbers.Literal(field) : "long.MaxValue",
            "Positions that one position behind the last block depends on; <see cref=\"long.MaxValue\"/>: the whole sequence.");
        if (facts.Streaming is not { } streaming)
        {
            return;
        }

        Write(
            writer, generatedCode, "StepFlops", Numbers.Literal(streaming.StepFlops),
            "Floating-point operations of one step of one sequence in the streaming form, at most.");
        Write(
            writer, generatedCode, "StepBytes", Numbers.Literal(streaming.StepBytes),
            "Bytes that one step of one sequence moves: parameters read, state read and written.");
        Write(
            writer, generatedCode, "StateBytes", Numbers.Literal(streaming.StateBytes),
            "Bytes of one sequence's state in the streaming form.");
    }

    /// <summary>Writes the members of <c>Spec</c> that are not constructor arguments.</summary>
    public static void WriteMembers(CodeWriter writer, ModelPlan plan)
    {
        var names = plan.Names;
        var streaming = plan.Facts.Streaming is null ? "null" : $"new {names.StreamingFacts}(StepFlops, StepBytes, StateBytes)";
        var field = plan.Facts.ReceptiveField is null ? "null" : "ReceptiveField";
        writer.Line("{");
        writer.Line($"    Facts = new {names.ModelFacts}(TrainingFlops, TrainingBytes, {field}, {streaming}),");
        writer.Line("    Weights = DescribeWeights(),");
        writer.Line("    Options =");
        writer.Line("    [");
        foreach (var option in plan.Architecture.Options)
        {
            var isSet = option.IsSet ? "true" : "false";
            writer.Line(
                $"        new({Text(option.Owner)}, {Text(option.Attribute)}, {Text(option.Name)}, {Text(option.Value)}, {isSet}),");
        }

        writer.Line("    ],");
        if (plan.Architecture.Citations.Count > 0)
        {
            writer.Line("    Citations =");
            writer.Line("    [");
            foreach (var citation in plan.Architecture.Citations)
            {
                writer.Line($"        new({Text(citation.Text)}, {(citation.Url is null ? "null" : Text(citation.Url))}),");
            }

            writer.Line("    ],");
        }

        writer.Line("};");
    }

    /// <summary>Writes the method that lists the tensors of a checkpoint.</summary>
    public static void WriteWeights(CodeWriter writer, ModelPlan plan)
    {
        var weight = plan.Names.WeightSpec;
        using (writer.Block($"private static {weight}[] DescribeWeights()"))
        {
            writer.Line($"var weights = new global::System.Collections.Generic.List<{weight}>();");
            WriteRows(writer, plan.Ledger.Before, "\"");
            if (plan.Ledger.Block.Any(row => row.Size.Weights.Count > 0))
            {
                using (writer.Block("for (int i = 0; i < Shapes.Depth; i++)"))
                {
                    WriteRows(writer, plan.Ledger.Block, "$\"blocks.{i}.");
                }

                writer.Line();
            }

            WriteRows(writer, plan.Ledger.After, "\"");
            writer.Line("return weights.ToArray();");
        }
    }

    /// <summary>The named members of a layer's entry in <c>Spec</c>.</summary>
    public static string MembersOf(LedgerRow row, bool streams)
    {
        var kept = $"KeptBytes = {Numbers.Literal(row.Kept)}";
        return streams
            ? $"{{ {kept}, StepFlops = {Numbers.Literal(row.Size.StepFlops)}, StepBytes = {Numbers.Literal(row.StepBytes)}, StateBytes " +
                $"= {Numbers.Literal(row.Size.StateBytes)} }}"
            : $"{{ {kept} }}";
    }

    private static void WriteRows(CodeWriter writer, EquatableArray<LedgerRow> rows, string path)
    {
        foreach (var (row, weight) in rows.SelectMany(row => row.Size.Weights.Select(weight => (row, weight))))
        {
            var shape = string.Join(", ", weight.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
            string name = $"{path}{row.Name}.{InText(weight.Name, path)}\"", isBuffer = weight.IsBuffer ? "true" : "false";
            writer.Line($"weights.Add(new({name}, {Text(weight.Type)}, [{shape}], IsBuffer: {isBuffer}));");
        }
    }

    /// <summary>A tensor's name as part of a string literal. In a block the literal is interpolated, so braces are doubled.</summary>
    private static string InText(string name, string path)
    {
        var literal = Text(name);
        var inner = literal.Substring(1, literal.Length - 2);
        return path[0] == '$' ? inner.Replace("{", "{{").Replace("}", "}}") : inner;
    }

    private static void Write(CodeWriter writer, string generatedCode, string name, string value, string summary)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(generatedCode);
        writer.Line($"public const long {name} = {value};");
        writer.Line();
    }

    private static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
