using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// A whole compression, fused, with its gradients: intervals, times, windows, equation (12). For the backward pass the function keeps
/// times, intervals and window starts; windows are read again in place and Gaussians computed again.
/// </summary>
/// <remarks>
/// A point is made by its window (W·(H + E)·h products), not by offset (a product of all inputs for each place of a window, summed
/// shifted): the latter makes 1/ρ times as many and moves L·W·h sums through memory, where a window read in place moves nothing beside the
/// input itself.
/// </remarks>
internal sealed unsafe class CompressionFunction : SingleResultFunction<CompressionFunction>
{
    private const string Form = "form";

    /// <summary>Compresses.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null: all inputs are valid.</param>
    /// <param name="parameters">Parameters of the layer.</param>
    /// <param name="form">How decisions are taken.</param>
    /// <returns>Points <c>[batch, points, outputs]</c>, zero beyond a sequence's count, and the decisions, which have no
    /// gradient.</returns>
    public static (Tensor Points, CompressionDecisions Decisions) Apply(
        Tensor u, Tensor? lengths, in CompressionParameters parameters, CompressionForm form)
    {
        var inputs = TensorMemory.Plain(u);
        var ends = lengths is null ? null : TensorMemory.Plain(lengths);
        var headWeight = parameters.HeadWeight ?? zeros([u.shape[2]], ScalarType.Float32);
        var decisions = CompressionDecisions.Of(inputs, ends, headWeight, parameters.HeadBias, form);
        var points = apply(
            inputs, ends!, headWeight, parameters.HeadBias, parameters.Centres, parameters.Gamma, parameters.Weight,
            parameters.Bias, form, decisions);
        return (points, decisions);
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, lengths) = ((Tensor)arguments[0], (Tensor?)arguments[1]);
        var (headWeight, centres, gamma, weight, bias) = (
            (Tensor)arguments[2], (Tensor)arguments[4], (Tensor)arguments[5], (Tensor)arguments[6], (Tensor)arguments[7]);
        var (form, decisions) = ((CompressionForm)arguments[8], (CompressionDecisions)arguments[9]);
        context[Form] = form;
        context.Save(
            u, lengths!, headWeight, centres, gamma, weight, decisions.Slopes, decisions.Times, decisions.Counts, decisions.Starts);
        var shape = Shape(u, weight, centres, decisions.Starts, form);
        var points = empty([shape.Batch, shape.Points, shape.Outputs], ScalarType.Float32);
        var kernel = new PointsKernel
        {
            Windows = Windows(shape, u, lengths, decisions.Starts, decisions.Counts, form),
            Times = TensorMemory.Doubles(decisions.Times),
            Weights = TensorMemory.Floats(weight),
            Bias = TensorMemory.Floats(bias),
            Centres = TensorMemory.Floats(centres),
            Gamma = *TensorMemory.Floats(gamma),
            Points = TensorMemory.Floats(points),
        };
        LaneWidth.Dispatch(ref kernel);
        return points;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (u, lengths, headWeight, centres, gamma, weight) = (saved[0], (Tensor?)saved[1], saved[2], saved[3], saved[4], saved[5]);
        var (slopes, times, counts, starts) = (saved[6], saved[7], saved[8], saved[9]);
        var form = (CompressionForm)context[Form];
        var shape = Shape(u, weight, centres, starts, form);
        var tiles = (long)shape.Batch * shape.TilesPerSequence;
        var points = TensorMemory.Plain(gradient);
        var (forU, forWeight) = (empty_like(u), empty_like(weight));
        var (forTimes, forHeadWeight, forHeadBias) = (zeros_like(times), empty(shape.Batch, shape.Features), empty(shape.Batch));
        var (forCentres, forGamma, forBias) = (empty(tiles, shape.Gaussians), empty(tiles), empty(tiles, shape.Outputs));
        var kernel = new PointsGradientKernel
        {
            Windows = Windows(shape, u, lengths, starts, counts, form),
            Times = TensorMemory.Doubles(times),
            Slopes = TensorMemory.Floats(slopes),
            HeadWeight = TensorMemory.Floats(headWeight),
            Weights = TensorMemory.Floats(weight),
            Centres = TensorMemory.Floats(centres),
            Gamma = *TensorMemory.Floats(gamma),
            Gradient = TensorMemory.Floats(points),
            ForTimes = TensorMemory.Doubles(forTimes),
            ForInputs = TensorMemory.Floats(forU),
            ForHeadWeight = TensorMemory.Floats(forHeadWeight),
            ForHeadBias = TensorMemory.Floats(forHeadBias),
            ForCentres = TensorMemory.Floats(forCentres),
            ForGamma = TensorMemory.Floats(forGamma),
            ForWeights = TensorMemory.Floats(forWeight),
            ForBias = TensorMemory.Floats(forBias),
        };
        LaneWidth.Dispatch(ref kernel);
        return
        [
            forU,
            null!,
            forHeadWeight.sum([0]),
            forHeadBias.sum([0]),
            forCentres.sum([0]),
            forGamma.sum([0]),
            forWeight,
            forBias.sum([0]),
            null!,
            null!,
        ];
    }

    private static WindowShape Shape(Tensor u, Tensor weight, Tensor centres, Tensor starts, CompressionForm form) => new(
        (int)u.shape[0],
        (int)u.shape[1],
        (int)u.shape[2],
        (int)weight.shape[0],
        form.WindowSize,
        (int)centres.shape[0],
        (int)starts.shape[1]);

    private static PointWindows Windows(
        WindowShape shape, Tensor u, Tensor? lengths, Tensor starts, Tensor counts, CompressionForm form) => new()
        {
            Shape = shape,
            Inputs = TensorMemory.Floats(u),
            Lengths = lengths is null ? null : TensorMemory.Longs(lengths),
            Starts = TensorMemory.Longs(starts),
            Counts = TensorMemory.Longs(counts),
            Offset = form.Offset,
        };
}
