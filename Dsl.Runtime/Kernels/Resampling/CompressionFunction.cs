using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.Resampling;

/// <summary>
/// A whole compression, fused, with its gradients: intervals, times, windows, equation (12). For the backward pass it keeps times, intervals and window starts;
/// windows are read again in place and Gaussians computed again.
/// </summary>
/// <remarks>
/// A point is made by its window (W·(H + E)·h products), not by offset (a product of all inputs for each place of a window, summed shifted): the latter
/// makes 1/ρ times as many and moves L·W·h sums through memory, where a window read in place moves nothing beside the input itself.
/// </remarks>
internal sealed unsafe class CompressionFunction : MultiFunction<CompressionFunction>
{
    private const string Form = "form";

    /// <inheritdoc/>
    public override string Name => nameof(CompressionFunction);

    /// <summary>Compresses.</summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null: all of it.</param>
    /// <param name="parameters">Of the layer.</param>
    /// <param name="form">How decisions are taken.</param>
    /// <returns>Points <c>[batch, points, outputs]</c>, zero beyond a sequence's count; Δ and t with their gradients; and the decisions.</returns>
    public static (Tensor Points, Tensor Intervals, Tensor Times, CompressionDecisions Decisions) Apply(
        Tensor u, Tensor? lengths, in CompressionParameters parameters, CompressionForm form)
    {
        var inputs = TensorMemory.Plain(u);
        var ends = lengths is null ? null : TensorMemory.Plain(lengths);
        var decisions = CompressionDecisions.Of(inputs, ends, parameters.HeadWeight, parameters.HeadBias, form);
        var results = apply(
            inputs, ends!, parameters.HeadWeight, parameters.HeadBias, parameters.Centres, parameters.Gamma, parameters.Weight, parameters.Bias, form, decisions);
        return (results[0], results[1], results[2], decisions);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Compute(autograd.AutogradContext ctx, object[] vars)
    {
        var (u, lengths) = ((Tensor)vars[0], (Tensor?)vars[1]);
        var (headWeight, centres, gamma, weight, bias) = ((Tensor)vars[2], (Tensor)vars[4], (Tensor)vars[5], (Tensor)vars[6], (Tensor)vars[7]);
        var (form, decisions) = ((CompressionForm)vars[8], (CompressionDecisions)vars[9]);
        ctx.save_data(Form, form);
        ctx.Keep([u, lengths!, headWeight, centres, gamma, weight, decisions.Slopes, decisions.Times.alias(), decisions.Counts, decisions.Starts]);
        var shape = Shape(u, weight, centres, decisions.Starts, form);
        var points = empty([shape.Batch, shape.Points, shape.Outputs], ScalarType.Float32);
        var kernel = new PointsKernel
        {
            Windows = Windows(shape, u, lengths, decisions.Starts, decisions.Counts),
            Times = TensorMemory.Doubles(decisions.Times),
            Weights = TensorMemory.Floats(weight),
            Bias = TensorMemory.Floats(bias),
            Centres = TensorMemory.Floats(centres),
            Gamma = *TensorMemory.Floats(gamma),
            Points = TensorMemory.Floats(points),
        };
        LaneWidth.Dispatch(ref kernel);
        return [points, decisions.Intervals, decisions.Times];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (u, lengths, headWeight, centres, gamma, weight) = (saved[0], (Tensor?)saved[1], saved[2], saved[3], saved[4], saved[5]);
        var (slopes, times, counts, starts) = (saved[6], saved[7], saved[8], saved[9]);
        var form = (CompressionForm)ctx.get_data(Form);
        var shape = Shape(u, weight, centres, starts, form);
        var pieces = (long)shape.Batch * shape.PiecesOfSequence;
        var (points, intervals) = (TensorMemory.Plain(grad_outputs[0]), TensorMemory.Plain(grad_outputs[1]));
        var (forU, forWeight) = (empty_like(u), empty_like(weight));
        var (forTimes, forHeadWeight, forHeadBias) = (grad_outputs[2].contiguous().clone(), empty(shape.Batch, shape.Features), empty(shape.Batch));
        var (forCentres, forGamma, forBias) = (empty(pieces, shape.Gaussians), empty(pieces), empty(pieces, shape.Outputs));
        var kernel = new PointsGradientKernel
        {
            Windows = Windows(shape, u, lengths, starts, counts),
            Times = TensorMemory.Doubles(times),
            Slopes = TensorMemory.Floats(slopes),
            Rate = form.Rate.Value,
            HeadWeight = TensorMemory.Floats(headWeight),
            Weights = TensorMemory.Floats(weight),
            Centres = TensorMemory.Floats(centres),
            Gamma = *TensorMemory.Floats(gamma),
            Gradient = TensorMemory.Floats(points),
            ForIntervals = TensorMemory.Floats(intervals),
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
            forU.MoveToOuterDisposeScope(),
            null!,
            forHeadWeight.sum([0]).MoveToOuterDisposeScope(),
            forHeadBias.sum([0]).MoveToOuterDisposeScope(),
            forCentres.sum([0]).MoveToOuterDisposeScope(),
            forGamma.sum([0]).MoveToOuterDisposeScope(),
            forWeight.MoveToOuterDisposeScope(),
            forBias.sum([0]).MoveToOuterDisposeScope(),
            null!,
            null!,
        ];
    }

    private static WindowShape Shape(Tensor u, Tensor weight, Tensor centres, Tensor starts, CompressionForm form) => new(
        (int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)weight.shape[0], form.WindowSize, (int)centres.shape[0], (int)starts.shape[1]);

    private static PointWindows Windows(WindowShape shape, Tensor u, Tensor? lengths, Tensor starts, Tensor counts) => new()
    {
        Shape = shape,
        Inputs = TensorMemory.Floats(u),
        Lengths = lengths is null ? null : TensorMemory.Longs(lengths),
        Starts = TensorMemory.Longs(starts),
        Counts = TensorMemory.Longs(counts),
    };
}
