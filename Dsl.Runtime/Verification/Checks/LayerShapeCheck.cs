using System.Globalization;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>Every layer writes the shape that was computed at compile time.</summary>
internal sealed class LayerShapeCheck() : ModelCheck("layer shapes", "every layer's output in a forward pass against Spec", 0)
{
    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var seen = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var hooks = new List<Action>();
        foreach (var (path, module) in model.Module.named_modules())
        {
            Watch(path, module, seen, hooks);
        }

        try
        {
            model.Forward(model.Draw());
        }
        finally
        {
            hooks.ForEach(remove => remove());
        }

        foreach (var layer in model.Spec.Layers)
        {
            if (!seen.TryGetValue(layer.Name, out var shape))
            {
                Measure(1, $"{layer.Name} ({layer.Kind}) did not run");
            }
            else if (!Fits(layer, shape, model))
            {
                Measure(1, $"{layer.Name} ({layer.Kind}) writes [{string.Join(", ", shape)}], stated is {layer.Output}");
            }
        }
    }

    private static void Watch(string path, nn.Module module, Dictionary<string, long[]> seen, List<Action> hooks)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor> layer:
                hooks.Add(layer.register_forward_hook((_, _, output) => Note(output)).remove);
                break;
            case nn.Module<Tensor, Tensor?, Tensor> layer:
                hooks.Add(layer.register_forward_hook((_, _, _, output) => Note(output)).remove);
                break;
            case nn.Module<Tensor, Tensor?, CompressedSequence> layer:
                hooks.Add(layer.register_forward_hook((_, _, _, output) =>
                {
                    Note(output.Features);
                    return output;
                }).remove);
                break;
        }

        Tensor Note(Tensor output)
        {
            seen[path] = output.shape;
            return output;
        }
    }

    /// <summary>
    /// B is the batch, 2B that of both sequences of pairs, L the length, K a number of resampled points; a number stands for itself.
    /// </summary>
    private static bool Fits(LayerSpec layer, long[] actual, ModelUnderTest model)
    {
        var expected = layer.Output.Trim('[', ']').Split(", ");
        return expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.First switch
        {
            "B" => pair.Second == model.Batch,
            "2B" => pair.Second == 2 * model.Batch,
            "L" => pair.Second == model.Length,
            "K" => pair.Second >= 1 && pair.Second <= model.Length,
            var size => size == pair.Second.ToString(CultureInfo.InvariantCulture),
        });
    }
}
