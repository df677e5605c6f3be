using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>Draws the whole model from top to bottom; the equal blocks appear as one pile.</summary>
internal static class StackDrawing
{
    private const double Left = 8;
    private const double Width = 196;
    private const double Height = 42;
    private const double Step = 34;
    private const double Middle = Left + (Width / 2);

    /// <summary>Draws an architecture.</summary>
    public static string Draw(ArchitectureCard card)
    {
        SvgCanvas canvas = new();
        double y = 16;
        if (card.Spec.Layers.Count > 0)
        {
            canvas.Shape(Middle - 22, y, card.Spec.Layers[0].Input);
        }

        y += 6;
        void Flow(string shape)
        {
            canvas.Arrow((Middle, y), (Middle, y + Step));
            if (shape.Length > 0)
            {
                canvas.Shape(Middle + 8, y + 21, shape);
            }

            y += Step;
        }

        var last = "";
        foreach (var layer in card.Before)
        {
            Flow(last);
            canvas.Box(Left, y, Width, Height, LayerRoles.Of(layer), NameOf(layer), WeightOf(layer));
            y += Height;
            last = layer.Output;
        }

        if (card.Depth > 0)
        {
            Flow(last);
            y = DrawPile(canvas, card, y);
        }

        var pooling = card.Option("head", "Pooling");
        var pools = pooling is not (null or "None");
        foreach (var layer in card.After)
        {
            if (pools && LayerRoles.Of(layer) == LayerRole.Edge)
            {
                Flow(last);
                canvas.Bar(
                    Left,
                    y,
                    Width,
                    26,
                    LayerRole.Edge,
                    pooling == "Last" ? "last position" : $"{pooling!.ToLowerInvariant()} over positions");
                y += 26;
                pools = false;
                last = layer.Input;
            }

            Flow(last);
            canvas.Box(Left, y, Width, Height, LayerRoles.Of(layer), NameOf(layer), WeightOf(layer));
            y += Height;
            last = layer.Output;
        }

        canvas.Arrow((Middle, y), (Middle, y + Step));
        canvas.Shape(Middle + 8, y + 21, last);
        return canvas.ToSvg($"{card.Spec.Name}: {card.Spec.Layers.Count} layers, {card.Depth} equal blocks.");
    }

    /// <summary>Label of a layer in a picture: its class, or its name where the name says more.</summary>
    public static string NameOf(LayerSpec layer) => ArchitectureCard.PartOf(layer) switch
    {
        "embedding" => "Embedding",
        "head" => $"Head ({layer.Kind})",
        _ => layer.Kind,
    };

    private static string WeightOf(LayerSpec layer) => layer.Parameters == 0 ? "" : $"{Figures.Quantity(layer.Parameters)} parameters";

    private static double DrawPile(SvgCanvas canvas, ArchitectureCard card, double y)
    {
        const double Offset = 5, Tall = 62;
        var shown = Math.Min(card.Depth, 3);
        for (var i = shown - 1; i > 0; i--)
        {
            canvas.Frame(Left + (i * Offset), y + (i * Offset), Width, Tall, "pile");
        }

        var parameters = card.Spec.Layers.Where(
            layer => layer.Name.StartsWith("blocks.0.", StringComparison.Ordinal)).Sum(layer => layer.Parameters);
        canvas.Box(
            Left, y, Width, Tall, LayerRole.Sequence, card.Depth == 1 ? "Block" : $"{Figures.Count(card.Depth)} × Block",
            $"{Figures.Quantity(parameters)} parameters each");
        return y + Tall + ((shown - 1) * Offset);
    }
}
