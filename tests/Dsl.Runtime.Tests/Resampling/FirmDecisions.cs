using SerpentDsl.Native;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>Compressions whose decisions all stand well away from switching, for differences.</summary>
internal static class FirmDecisions
{
    private const double Least = 1e-3;
    private const int LastSeed = 400;

    /// <summary>
    /// A layer with unrounded times and a batch that emits points if it can, whose decisions a small change of the times turns nowhere.
    /// </summary>
    public static (CompressionLayer Layer, Tensor U, Tensor Lengths) Make(CompressionShape shape, bool causal)
    {
        for (var seed = 100; seed <= LastSeed; seed++)
        {
            var (layer, u, lengths) = shape.Make(() => shape.Form(causal), ScalarType.Float64, seed);
            layer.IntegerTicks = false;
            using var noGradient = no_grad();
            using var compressed = layer.forward(u, lengths);
            var emits = compressed.Counts.max().item<long>() > 0 || shape.Rate * shape.Length < 1;
            if (emits && (causal ? OfEmissions(compressed, shape) : OfNearestInputs(compressed, lengths, shape)) > Least)
            {
                return (layer, u, lengths);
            }
        }

        throw new InvalidOperationException($"No seed has its decisions further than {Least} from switching.");
    }

    /// <summary>How far times are from those of points.</summary>
    private static double OfEmissions(CompressedSequence compressed, CompressionShape shape)
    {
        var shifted = compressed.Times.Plus(shape.Offset);
        return shifted.sub(shifted.round()).abs().Plus(shifted.lt(Scalars.Of(0.5))).min().item<double>();
    }

    /// <summary>How far times are from where another input becomes the nearest, or another window.</summary>
    private static double OfNearestInputs(CompressedSequence compressed, Tensor lengths, CompressionShape shape)
    {
        var margin = double.PositiveInfinity;
        for (var sample = 0; sample < shape.Batch; sample++)
        {
            var length = (int)lengths[sample].item<long>();
            var times = compressed.Times[sample].data<double>().Take(length).ToArray();
            foreach (var time in times)
            {
                margin = Math.Min(margin, FromWhole(time + shape.Offset + (shape.Options.ReadBack == ReadBack.Linear ? 0 : 0.5)));
            }

            margin = Math.Min(margin, FromWhole(times[^1] + shape.Offset));
            for (var start = 0; start + shape.WindowSize < length; start++)
            {
                margin = Math.Min(margin, FromWhole(((times[start] + times[start + shape.WindowSize]) / 2) + shape.Offset));
            }
        }

        return margin;
    }

    private static double FromWhole(double number) => Math.Abs(number - Math.Round(number));
}
