using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>
/// Writes an architecture's card as a web page of one file, without scripts. All names and texts of the declaration are escaped.
/// </summary>
internal sealed class CardPage
{
    private readonly StringBuilder _html = new();
    private readonly ArchitectureCard _card;
    private readonly ArchitectureSpec _spec;

    private CardPage(ArchitectureCard card)
    {
        _card = card;
        _spec = card.Spec;
    }

    /// <summary>Writes the page.</summary>
    public static string Write(ArchitectureSpec spec) => new CardPage(new ArchitectureCard(spec)).Write();

    /// <summary>Writes the card as a part of another page. A shadow tree keeps the styles of the two pages apart.</summary>
    public static string WriteEmbedded(ArchitectureSpec spec)
    {
        var card = new CardPage(new ArchitectureCard(spec));
        card.Line("<div><template shadowrootmode=\"open\">");
        card.Line($"<style>\n{CardStyle.Css.Replace(":root", ":host", StringComparison.Ordinal)}\nh1 {{ font-size: 24px; }}\n</style>");
        card.WriteContent();
        card.Line("</template></div>");
        return card._html.ToString();
    }

    private string Write()
    {
        Line("<!doctype html>");
        Line("<html lang=\"en\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        Line($"<title>{Escape(_spec.Name)}</title>");
        Line($"<style>\n{CardStyle.Css}\n</style>");
        Line("</head>");
        Line("<body>");
        Line("<main>");
        WriteContent();
        Line("<footer>Every figure is known at compile time; docs/reference/facts.md defines them and says how they are checked against "
            + "the "
            + "running model.</footer>");
        Line("</main>");
        Line("</body>");
        Line("</html>");
        return _html.ToString();
    }

    private void WriteContent()
    {
        WriteHeader();
        WriteTiles();
        WritePictures();
        WriteLayers();
        WriteOptions();
        WriteRecipe();
        WriteCitations();
    }

    private void WriteHeader()
    {
        Line("<header>");
        Line("<p class=\"over\">Architecture</p>");
        Line($"<h1>{Escape(_spec.Name)}</h1>");
        Line($"<p class=\"sub\">{Escape(HeadText.Of(_spec.Head))}</p>");
        Line("<div class=\"chips\">");
        foreach (var chip in Chips())
        {
            Line($"<span class=\"chip\">{Escape(chip)}</span>");
        }

        Line("</div>");
        Line("</header>");
    }

    private IEnumerable<string> Chips()
    {
        yield return _spec.Causal ? "causal" : "sees both directions";
        if (_spec.Facts.Streaming is not null)
        {
            yield return "streams";
        }

        if (_card.Depth > 0)
        {
            yield return $"{Figures.Count(_card.Depth)} {(_card.Depth == 1 ? "block" : "blocks")}";
            yield return $"{_card.Branches.Count} {(_card.Branches.Count == 1 ? "branch" : "branches")}";
        }

        yield return _spec.FullName;
    }

    private void WriteTiles()
    {
        Line("<div class=\"tiles\">");
        foreach (var (name, value) in FactsText.Tiles(_spec))
        {
            Line($"<div class=\"tile\"><b>{Escape(value)}</b><span>{Escape(name)}</span></div>");
        }

        Line("</div>");
    }

    private void WritePictures()
    {
        Line("<section>");
        Line("<h2>Structure</h2>");
        Line("<div class=\"pictures\">");
        Picture("The model", StackDrawing.Draw(_card));
        if (_card.Branches.Count > 0)
        {
            Picture(_card.Depth == 1 ? "Its block" : $"One of its {Figures.Count(_card.Depth)} blocks", BlockDrawing.Draw(_card));
        }

        Line("</div>");
        Line("<ul class=\"legend\">");
        HashSet<LayerRole> used = [.. _spec.Layers.Select(LayerRoles.Of)];
        foreach (var (role, name) in LayerRoles.All.Where(entry => used.Contains(entry.Role)))
        {
            Line($"<li><i class=\"{LayerRoles.Style(role)}\"></i>{Escape(name)}</li>");
        }

        Line("</ul>");
        Line("</section>");
    }

    private void Picture(string caption, string svg) =>
        Line($"<figure><figcaption>{Escape(caption)}</figcaption><div class=\"scroll\">{svg}</div></figure>");

    private void WriteLayers()
    {
        var streams = _spec.Facts.Streaming is not null;
        var rows = LayerRow.Of(_spec.Layers);
        double most = Math.Max(1, _spec.Layers.Sum(layer => layer.Parameters));
        Line("<section>");
        Line("<h2>Layers</h2>");
        Line("<div class=\"scroll\">");
        Line("<table>");
        Line("<thead><tr><th>layer</th><th>kind</th><th>reads</th><th>writes</th><th class=\"num\">times</th><th "
            + $"class=\"num\">parameters</th><th>share</th>" +
            "<th class=\"num\">FLOP</th><th class=\"num\">bytes kept</th>" +
            (streams ? "<th class=\"num\">step FLOP</th><th class=\"num\">state bytes</th>" : "") + "</tr></thead>");
        Line("<tbody>");
        foreach (var (name, times, layer) in rows)
        {
            var style = LayerRoles.Style(LayerRoles.Of(layer));
            var share = (100 * times * layer.Parameters / most).ToString("0.#", CultureInfo.InvariantCulture);
            var step = streams ? Quantity(layer.StepFlops) + Quantity(layer.StateBytes) : "";
            Line(
                $"<tr><td><i class=\"{style}\"></i>{Escape(name)}</td><td>{Escape(layer.Kind)}</td>"
                + $"<td><code>{Escape(layer.Input)}</code></td><td><code>{Escape(layer.Output)}</code></td>"
                + $"<td class=\"num\">{(times == 1 ? "" : Figures.Count(times))}</td>{Number(layer.Parameters)}"
                + $"<td title=\"{share} % of all parameters\"><span class=\"share\"><i class=\"{style}\" "
                + $"style=\"width:{share}%\"></i></span></td>"
                + $"{Quantity(layer.Flops)}{Quantity(layer.KeptBytes)}{step}</tr>");
        }

        Line("</tbody>");
        Line(
            $"<tfoot><tr><td colspan=\"5\">all</td>{Number(_spec.Parameters)}<td></td>"
            + $"{Quantity(_spec.Layers.Sum(layer => layer.Flops))}{Quantity(_spec.Layers.Sum(layer => layer.KeptBytes))}"
            + $"{(streams ? Quantity(_spec.Facts.Streaming!.StepFlops) + Quantity(_spec.Facts.Streaming.StateBytes) : "")}</tr></tfoot>");
        Line("</table>");
        Line("</div>");
        Line("</section>");
    }

    private void WriteOptions()
    {
        if (_spec.Options.Count == 0)
        {
            return;
        }

        Line("<section>");
        Line("<h2>Hyper-parameters</h2>");
        Line("<div class=\"columns\">");
        foreach (var owner in _spec.Options.GroupBy(option => (option.Owner, option.Attribute)))
        {
            Line($"<div><h3>{Escape(OwnerName(owner.Key.Owner, owner.Key.Attribute))}</h3><dl>");
            foreach (var option in owner.OrderByDescending(option => option.IsSet))
            {
                var style = option.IsSet ? "" : " class=\"default\"";
                Line($"<dt{style}>{Escape(option.Name)}</dt><dd{style}>{Escape(option.Value)}</dd>");
            }

            Line("</dl></div>");
        }

        Line("</div>");
        Line("</section>");
    }

    private static string OwnerName(string owner, string attribute) =>
        owner.StartsWith("branch", StringComparison.Ordinal) ? $"Branch {owner["branch".Length..]}: {attribute}" : attribute;

    private void WriteRecipe()
    {
        if (_spec.Recipe is null)
        {
            return;
        }

        Line("<section>");
        Line("<h2>Training</h2>");
        Line("<dl>");
        foreach (var (name, value) in RecipeText.Of(_spec))
        {
            Line($"<dt>{Escape(name)}</dt><dd style=\"text-align:left\">{Escape(value)}</dd>");
        }

        Line("</dl>");
        Line("</section>");
    }

    private void WriteCitations()
    {
        if (_spec.Citations.Count == 0)
        {
            return;
        }

        Line("<section class=\"cite\">");
        Line("<h2>Citation</h2>");
        foreach (var citation in _spec.Citations)
        {
            // A declaration may give any text as URL; only http and https addresses become links.
            var link = Uri.TryCreate(citation.Url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
                ? $" <a href=\"{Escape(address!.AbsoluteUri)}\">{Escape(citation.Url!)}</a>"
                : "";
            Line($"<p>{Escape(citation.Text)}{link}</p>");
        }

        Line("</section>");
    }

    private static string Number(long value) => $"<td class=\"num\">{(value == 0 ? "" : Figures.Count(value))}</td>";

    private static string Quantity(long value) => $"<td class=\"num\">{(value == 0 ? "" : Escape(Figures.Quantity(value)))}</td>";

    private static string Escape(string text) => SvgCanvas.Escape(text);

    private void Line(string text) => _html.Append(text).Append('\n');
}
