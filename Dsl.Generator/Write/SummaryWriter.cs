using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the table of layers into the doc comment of the class. Remarks, so that the user's summary stays the summary.</summary>
internal static class SummaryWriter
{
    public static void Write(CodeWriter writer, ModelPlan plan)
    {
        Architecture architecture = plan.Architecture;
        Ledger ledger = plan.Ledger;
        List<string[]> rows = [["layer", "", "output", "parameters", "FLOPs"]];
        rows.AddRange(ledger.Before.Select(row => Row(row, "")));
        rows.Add([$"{Numbers.Grouped(architecture.Depth)} x", "", "", Numbers.Grouped(ledger.BlockParameters), ""]);
        rows.AddRange(ledger.Block.Select(row => Row(row, "  ")));
        rows.AddRange(ledger.After.Select(row => Row(row, "")));
        int[] widths = Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length)).ToArray();

        writer.Line("/// <remarks>");
        writer.Line($"/// {Numbers.Grouped(ledger.Total.Parameters)} parameters; {Numbers.Grouped(ledger.Total.Flops)} floating-point operations for {architecture.Head.Workload}.");
        writer.Line("/// <code>");
        foreach (string[] row in rows)
        {
            string line = $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3].PadLeft(widths[3])}  {row[4].PadLeft(widths[4])}";
            writer.Line($"/// {line.TrimEnd()}");
        }

        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    private static string[] Row(LedgerRow row, string indentation) =>
        [indentation + row.Name, row.Kind, row.Output, Numbers.Grouped(row.Size.Parameters), Numbers.Grouped(row.Size.Flops)];
}
