using System.Globalization;
using System.Xml.Linq;
using SerpentDsl.Experiments.Cards;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Cards;

public sealed class CardTests
{
    private const string Odd = "<b onload='x'>\"&\u200f]]>`|;end";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Boxes_lie_inside_the_picture_and_apart(int branches)
    {
        ArchitectureCard card = new(Spec(branches));
        foreach (var svg in new[] { BlockDrawing.Draw(card), StackDrawing.Draw(card) })
        {
            var picture = XElement.Parse(svg);
            double[] view = [.. picture.Attribute("viewBox")!.Value.Split(' ').Select(
                part => double.Parse(part, CultureInfo.InvariantCulture))];
            (double Left, double Top, double Right, double Bottom)[] boxes = [.. picture.Elements("g").Select(BoundsOf)];
            Assert.NotEmpty(boxes);
            Assert.All(boxes, box => Assert.True(
                box.Left >= 0 && box.Top >= 0 && box.Right <= view[2] && box.Bottom <= view[3],
                $"{box} is outside of {view[2]} x {view[3]}."));
            for (var i = 0; i < boxes.Length; i++)
            {
                Assert.All(boxes[..i], other => Assert.True(
                    other.Right <= boxes[i].Left || boxes[i].Right <= other.Left || other.Bottom <= boxes[i].Top
                        || boxes[i].Bottom <= other.Top,
                    $"{other} and {boxes[i]} overlap."));
            }
        }

        Assert.Equal(branches, card.Branches.Count);
        Assert.Equal(2, card.Depth);
    }

    [Fact]
    public void The_page_has_every_layer_and_fetches_nothing()
    {
        var page = CardPage.Write(Spec(3));
        Assert.All(Spec(3).Layers, layer => Assert.Contains(layer.Kind, page));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Somebody: Something.", page);
        Assert.Contains("<a href=\"https://example.org/a?b&amp;c\">", page);
        Assert.Contains("ρ = 0.5, W = 6", page);
        XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)]);
    }

    [Fact]
    public void Names_of_a_user_are_escaped()
    {
        var spec = Spec(2, Odd) with
        {
            Citations = [new CitationSpec(Odd, "javascript:alert(1)")],
            Options = [new OptionSpec("branch0", Odd, Odd, Odd, true)],
        };
        var page = CardPage.Write(spec);
        Assert.DoesNotContain("<b onload", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.OrdinalIgnoreCase);
        XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)]);

        var diagram = MermaidDiagram.Write(spec);
        Assert.DoesNotContain("<b ", diagram, StringComparison.Ordinal);
        Assert.DoesNotContain("`", diagram, StringComparison.Ordinal);
        Assert.Contains("#60;b onload=#39;x#39;#62;#34;#38;", diagram);
    }

    [Fact]
    public void A_diagram_has_every_part_of_a_block()
    {
        var diagram = MermaidDiagram.Write(Spec(3));
        Assert.StartsWith("flowchart TB\n", diagram, StringComparison.Ordinal);
        Assert.All(
            [
                "embedding[",
                "branch0_projection[",
                "branch1_compression[\\",
                "branch1_back[/",
                "branch2_ssm[",
                "joined[",
                "mixer[",
                "sum((\"+\"))",
                "norm[",
                "final_norm[",
                "head[",
                "subgraph block [\"2 x block\"]",
                "u -->|\"skip\"| sum"
            ],
            part => Assert.Contains(part, diagram));
    }

    [Fact]
    public void A_model_without_blocks_has_a_card_too()
    {
        var page = CardPage.Write(MeanMajority.Spec);
        Assert.Contains("Embedding", page);
        Assert.DoesNotContain("One of its", page);
    }

    [Fact]
    public void Describe_writes_page_and_diagram()
    {
        using TemporaryFolder folder = new();
        var (code, _, errors) = Cli.Run("describe", nameof(TinySerpent), "--html", folder["card.html"]);
        Assert.Equal(0, code);
        Assert.Contains("card.html", errors);
        var page = File.ReadAllText(folder["card.html"]);
        Assert.Contains("<h1>TinySerpent</h1>", page);
        Assert.Contains("SelectiveCompression", page);

        Assert.Equal(MermaidDiagram.Write(TinySerpent.Spec), Cli.Run("describe", nameof(TinySerpent), "--mermaid").Output);
        Assert.Equal(2, Cli.Run("describe", nameof(TinySerpent), "--mermaid", "--json").Code);
        Assert.Equal(2, Cli.Run("describe", "--environment", "--mermaid").Code);
    }

    [Fact]
    public void Describe_tells_the_facts()
    {
        var output = Cli.Run("describe", nameof(TinySerpent)).Output;
        Assert.Contains("kept for the backward pass, a token", output);
        Assert.Contains("whole sequence", output);
        Assert.Contains("none: it is not causal", output);
        var json = Cli.Run("describe", nameof(TinySerpent), "--json").Output;
        Assert.Contains("\"trainingFlops\"", json);
        Assert.Contains("\"citations\"", json);
    }

    /// <summary>Every kind of branch in turn: projected, resampled, direct.</summary>
    private static ArchitectureSpec Spec(int branches, string kind = "S4")
    {
        var layers = new List<LayerSpec> { new("embedding", "Embedding", "[B, L]", "[B, L, 24]", 480, 0) };
        var options = new List<OptionSpec>();
        for (var block = 0; block < 2; block++)
        {
            for (var i = 0; i < branches; i++)
            {
                string name = $"blocks.{block}.branch{i}", inner = i % 3 == 1 ? "[B, K, 8]" : i % 3 == 0 ? "[B, L, 8]" : "[B, L, 24]";
                if (i % 3 == 0)
                {
                    layers.Add(new(name + "_projection", "Linear", "[B, L, 24]", inner, 200, 10));
                }
                else if (i % 3 == 1)
                {
                    layers.Add(new(name + "_compression", "SelectiveCompression", "[B, L, 24]", inner, 300, 20));
                }

                layers.Add(new(name + "_ssm", kind, inner, inner, 100, 30));
            }

            layers.Add(new($"blocks.{block}.mixer", "GatedLinearMixer", "[B, L, 24]", "[B, L, 24]", 1200, 40));
            layers.Add(new($"blocks.{block}.norm", "SequenceBatchNorm", "[B, L, 24]", "[B, L, 24]", 48, 8));
        }

        layers.Add(new("final_norm", "SequenceBatchNorm", "[B, L, 24]", "[B, L, 24]", 48, 8));
        layers.Add(new("head", "Linear", "[B, 24]", "[B, 10]", 250, 500));
        options.Add(new("head", "SequenceClassifier", "Pooling", "Mean", false));
        options.Add(new("branch1", "S4Branch", "CompressionRate", "0.5", true));
        options.Add(new("branch1", "S4Branch", "WindowSize", "6", false));
        return MeanMajority.Spec with
        {
            Layers = layers,
            Options = options,
            Citations = [new CitationSpec("Somebody: Something.", "https://example.org/a?b&c")],
        };
    }

    /// <summary>The box or funnel of a group.</summary>
    private static (double Left, double Top, double Right, double Bottom) BoundsOf(XElement group)
    {
        double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        if (group.Element("rect") is { } box)
        {
            return (Number(box, "x"), Number(box, "y"), Number(box, "x") + Number(box, "width"), Number(box, "y") + Number(box, "height"));
        }

        // M left top H right L right bottom H left Z
        double[] path = [.. group.Element("path")!.Attribute("d")!.Value.Split(
            [' ', 'M', 'H', 'L', 'Z'],
            StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return (Math.Min(path[0], path[5]), path[1], Math.Max(path[2], path[3]), path[4]);
    }
}
