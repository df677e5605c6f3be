using System.Text;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>Writes an architecture as a Mermaid flow chart: the stack around one block, the branches of the block side by side.</summary>
internal sealed class MermaidDiagram
{
    private readonly StringBuilder _text = new();
    private readonly ArchitectureCard _card;
    private string _last = "input";

    private MermaidDiagram(ArchitectureCard card) => _card = card;

    /// <summary>Writes the diagram.</summary>
    public static string Write(ArchitectureSpec spec)
    {
        MermaidDiagram diagram = new(new ArchitectureCard(spec));
        diagram.Write();
        return diagram._text.ToString();
    }

    private void Write()
    {
        Line("flowchart TB");
        Line("    input([\"input\"])");
        foreach (var layer in _card.Before)
        {
            Chain(layer, "    ");
        }

        if (_card.Branches.Count > 0)
        {
            WriteBlock();
        }

        foreach (var layer in _card.After)
        {
            Chain(layer, "    ");
        }

        Line("    output([\"output\"])");
        Line($"    {_last} -->|\"{Escape(_card.Spec.Layers.Count > 0 ? _card.Spec.Layers[^1].Output : "")}\"| output");
    }

    private void WriteBlock()
    {
        Line($"    subgraph block [\"{_card.Depth} x block\"]");
        Line("        u((\"u\"))");
        var before = _last;
        _last = "u";
        foreach (var layer in _card.Leading)
        {
            Chain(layer, "        ");
        }

        var fork = _last;
        foreach (var branch in _card.Branches)
        {
            _last = fork;
            if (branch.Entry is { } entry)
            {
                Chain(entry, "        ");
            }

            Chain(branch.Core, "        ");
            if (branch.Resamples)
            {
                Line($"        {branch.Name}_back[/\"Decompress\"\\]");
                Line($"        {_last} -->|\"{Escape(branch.Core.Output)}\"| {branch.Name}_back");
                _last = branch.Name + "_back";
            }

            if (_card.Branches.Count > 1)
            {
                Line($"        {_last} --> joined");
            }
        }

        if (_card.Branches.Count > 1)
        {
            Line("        joined[\"concatenate\"]");
            _last = "joined";
        }

        foreach (var layer in _card.Inner)
        {
            Chain(layer, "        ");
        }

        Line("        sum((\"+\"))");
        Line($"        {_last} --> sum");
        Line("        u -->|\"skip\"| sum");
        _last = "sum";
        if (_card.Closing is { } norm)
        {
            Chain(norm, "        ");
        }

        Line("    end");

        // After the subgraph's end: Mermaid draws a node inside the subgraph in which an edge first names it.
        Line($"    {before} --> u");
    }

    private void Chain(LayerSpec layer, string indentation)
    {
        var node = ArchitectureCard.PartOf(layer).Replace('.', '_');
        var name = layer.Parameters == 0 ? layer.Kind : $"{layer.Kind}<br/>{Figures.Count(layer.Parameters)} parameters";
        var text = $"\"{string.Join("<br/>", name.Split("<br/>").Select(Escape))}\"";
        var compresses = LayerRoles.Of(layer) == LayerRole.Resampling;
        Line($"{indentation}{node}{(compresses ? $"[\\{text}/]" : $"[{text}]")}");
        Line($"{indentation}{_last} -->|\"{Escape(layer.Input)}\"| {node}");
        _last = node;
    }

    /// <summary>Escapes a text that stands in quotation marks, as Mermaid's entity codes: no character can then end the text.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = rune.Value is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9'
                or ' ' or '.' or ',' or '_' or '+' or '-' or '[' or ']' or '(' or ')' or '='
                || (rune.Value > 0x9f && Rune.IsLetter(rune));
            escaped.Append(isPlain ? rune.ToString() : $"#{rune.Value};");
        }

        return escaped.ToString();
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
