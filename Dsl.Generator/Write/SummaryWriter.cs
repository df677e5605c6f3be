using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the table of layers as remarks of the class's doc comment, so that the user's own summary stays in place.</summary>
internal static class SummaryWriter
{
    /// <summary>The columns of the table: heading, whether the cells are numbers, and the cell for a layer.</summary>
    private static readonly (string Heading, bool IsNumber, Func<LedgerRow, string> Cell)[] s_columns =
    [
        ("layer", false, row => row.Name),
        ("", false, row => row.Kind),
        ("output", false, row => row.Output),
        ("parameters", true, row => Numbers.Grouped(row.Size.Parameters)),
        ("FLOPs", true, row => Numbers.Grouped(row.Size.Flops)),
        ("bytes kept", true, row => Numbers.Grouped(row.Kept)),
        ("step FLOPs", true, row => Numbers.Grouped(row.Size.StepFlops)),
        ("step bytes", true, row => Numbers.Grouped(row.StepBytes)),
        ("state bytes", true, row => Numbers.Grouped(row.Size.StateBytes)),
    ];

    /// <summary>The number of columns at the end that are about the streaming form.</summary>
    private const int StreamingColumns = 3;

    public static void Write(CodeWriter writer, ModelPlan plan)
    {
        writer.Line("/// <remarks>");
        WriteSentences(writer, plan);
        writer.Line("/// <code>");
        WriteTable(writer, plan);
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    private static void WriteSentences(CodeWriter writer, ModelPlan plan)
    {
        var facts = plan.Facts;
        var field = facts.ReceptiveField is { } positions ? Numbers.Grouped(positions) : "the whole sequence";
        var total = plan.Ledger.Total;
        writer.Line(
            $"/// {Numbers.Grouped(total.Parameters)} parameters; {Numbers.Grouped(total.Flops)} floating-point operations forward " +
            $"for {plan.Architecture.Head.Workload}.");
        writer.Line(
            $"/// In training {Numbers.Grouped(facts.TrainingFlops)} operations and {Numbers.Grouped(facts.TrainingBytes)} bytes kept " +
            $"per {plan.Architecture.Head.Unit}. Receptive field: {field}.");
        if (facts.Streaming is { } streaming)
        {
            writer.Line(
                $"/// A step of the streaming form: {Numbers.Grouped(streaming.StepFlops)} operations, " +
                $"{Numbers.Grouped(streaming.StepBytes)} bytes moved, a state of {Numbers.Grouped(streaming.StateBytes)} bytes.");
        }
    }

    private static void WriteTable(CodeWriter writer, ModelPlan plan)
    {
        var ledger = plan.Ledger;
        var columns = s_columns.Take(s_columns.Length - (plan.Facts.Streaming is null ? StreamingColumns : 0)).ToArray();
        List<string[]> rows = [columns.Select(column => column.Heading).ToArray()];
        void Add(IEnumerable<LedgerRow> layers, string indentation) =>
            rows.AddRange(layers.Select(row => columns.Select((column, i) => (i == 0 ? indentation : "") + column.Cell(row)).ToArray()));

        Add(ledger.Before, "");
        var times = columns.Select(column => "").ToArray();
        (times[0], times[3]) = ($"{Numbers.Grouped(plan.Architecture.Depth)} x", Numbers.Grouped(ledger.BlockParameters));
        rows.Add(times);
        Add(ledger.Block, "  ");
        Add(ledger.After, "");
        var widths = columns.Select((_, i) => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = string.Join(
                "  ", row.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
            writer.Line($"/// {line.TrimEnd()}");
        }
    }
}
