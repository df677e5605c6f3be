using Spectre.Console;

namespace SerpentDsl.Experiments.Output;

/// <summary>Tables for the terminal, without frames, with a rule below the headings.</summary>
internal static class Tables
{
    /// <summary>An empty table.</summary>
    public static Table Plain() => new() { Border = TableBorder.Simple, BorderStyle = Style.Parse("grey") };

    /// <summary>A column of numbers.</summary>
    public static TableColumn Number(string heading) => new TableColumn(heading).RightAligned().NoWrap();

    /// <summary>A grid of names and values, one pair per line.</summary>
    public static Grid Pairs(IEnumerable<(string Name, string Value)> pairs)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 3, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, value) in pairs)
        {
            grid.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value));
        }

        return grid;
    }
}
