using SerpentDsl.Autograd;
using SerpentDsl.Kernels.BatchNorms;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Batch normalisation in training, over the valid positions of padded sequences where they lie: two passes forward and two backward,
/// without copies of the valid rows. float32 on the CPU, with statistics in float64. For the backward pass the function keeps the inputs
/// and the statistics.
/// </summary>
internal sealed class FusedBatchNorm : SingleResultFunction<FusedBatchNorm>
{
    private const string Valid = "valid";

    /// <summary>Normalises, and moves the running statistics.</summary>
    /// <param name="x"><c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded. Where all are 0, the
    /// running statistics stay.</param>
    /// <param name="weight"><c>[features]</c>.</param>
    /// <param name="bias"><c>[features]</c>.</param>
    /// <param name="running">Running mean and variance, <c>[features]</c> each; changed in place, the variance only where it can be
    /// estimated.</param>
    /// <param name="momentum">Weight of the batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The same shape, zero at padding.</returns>
    public static Tensor Apply(
        Tensor x, Tensor? lengths, Tensor weight, Tensor bias, (Tensor Mean, Tensor Variance) running, double momentum, double epsilon) =>
        apply(x, lengths!, weight, bias, running, momentum, epsilon);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (x, lengths) = (TensorMemory.Plain((Tensor)arguments[0]), ((Tensor?)arguments[1])?.contiguous());
        var (weight, bias, running) = ((Tensor)arguments[2], (Tensor)arguments[3], ((Tensor, Tensor))arguments[4]);
        var shape = new BatchNormShape((int)x.shape[0], (int)x.shape[1], (int)x.shape[2]);
        Tensor statistics = empty([2, shape.Features], ScalarType.Float64), y = empty_like(x);
        context[Valid] = Forward(shape, x, lengths, weight, bias, statistics, running, (double)arguments[5], (double)arguments[6], y);
        context.Save(x, lengths, weight, statistics);
        return y;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        List<Tensor?> saved = [.. context.Saved];
        var (x, lengths, weight, statistics) = (saved[0]!, saved[1], saved[2]!, saved[3]!);
        var shape = new BatchNormShape((int)x.shape[0], (int)x.shape[1], (int)x.shape[2]);
        Tensor forX = empty_like(x), forWeight = empty_like(weight), forBias = empty_like(weight);
        Backward(shape, (long)context[Valid], x, lengths, weight, statistics, TensorMemory.Plain(gradient), forX, forWeight, forBias);
        return [forX, null!, forWeight, forBias, null!, null!, null!];
    }

    /// <summary>Returns how many positions are valid. The statistics receive the mean and 1 / √(variance + ε).</summary>
    private static unsafe long Forward(
        BatchNormShape shape,
        Tensor x,
        Tensor? lengths,
        Tensor weight,
        Tensor bias,
        Tensor statistics,
        (Tensor Mean, Tensor Variance) running,
        double momentum,
        double epsilon,
        Tensor y)
    {
        var sums = empty([shape.Tiles, 2, shape.Features], ScalarType.Float64);
        var factors = empty([4, shape.Features], ScalarType.Float32);
        var data = Data(shape, lengths, x, null, y, sums, factors);
        CpuWorkers.Run(shape.Tiles, new BatchNormStatistics { Data = data });
        float* scales = TensorMemory.Floats(weight), biases = TensorMemory.Floats(bias);
        float* runningMean = TensorMemory.Floats(running.Mean), runningVariance = TensorMemory.Floats(running.Variance);
        double* means = TensorMemory.Doubles(statistics), inverses = means + shape.Features;
        long valid = 0;
        for (var i = 0; i < shape.Features; i++)
        {
            (valid, var mean, var squares) = Merged(data, i);
            var inverse = 1 / Math.Sqrt((squares / Math.Max(valid, 1)) + epsilon);
            (means[i], inverses[i]) = (mean, inverse);
            data.Factors[i] = (float)mean;
            data.Factors[shape.Features + i] = (float)(inverse * scales[i]);
            data.Factors[(2 * shape.Features) + i] = biases[i];
            if (valid > 0)
            {
                runningMean[i] = (float)(runningMean[i] + (momentum * (mean - runningMean[i])));
            }
            // One position has no unbiased variance (0/0): the running variance then stays as it is.
            if (valid > 1)
            {
                runningVariance[i] = (float)(runningVariance[i] + (momentum * ((squares / (valid - 1)) - runningVariance[i])));
            }
        }

        CpuWorkers.Run(shape.Tiles, new BatchNormOutputs { Data = data });
        GC.KeepAlive((x, lengths, weight, bias, statistics, running, y));
        GC.KeepAlive((sums, factors));
        return valid;
    }

    /// <summary>Count, mean and sum of squared distances of a feature, from the tiles' values.</summary>
    private static unsafe (long Valid, double Mean, double Squares) Merged(in BatchNormData data, int feature)
    {
        (long valid, double mean, double squares) = (0, 0, 0);
        for (var tile = 0; tile < data.Shape.Tiles; tile++)
        {
            var (_, count, _) = data.Shape.Tile(tile, data.Lengths);
            if (count == 0)
            {
                continue;
            }

            var of = data.Sums + ((long)tile * 2 * data.Shape.Features) + feature;
            var distance = of[0] - mean;
            var all = valid + count;
            mean += distance * count / all;
            squares += of[data.Shape.Features] + (distance * distance * valid / all * count);
            valid = all;
        }

        return (valid, mean, squares);
    }

    private static unsafe void Backward(
        BatchNormShape shape,
        long valid,
        Tensor x,
        Tensor? lengths,
        Tensor weight,
        Tensor statistics,
        Tensor gradient,
        Tensor forX,
        Tensor forWeight,
        Tensor forBias)
    {
        var sums = empty([shape.Tiles, 2, shape.Features], ScalarType.Float64);
        var factors = empty([4, shape.Features], ScalarType.Float32);
        var data = Data(shape, lengths, x, gradient, forX, sums, factors);
        double* means = TensorMemory.Doubles(statistics), inverses = means + shape.Features;
        for (var i = 0; i < shape.Features; i++)
        {
            data.Factors[i] = (float)means[i];
        }

        CpuWorkers.Run(shape.Tiles, new BatchNormGradientSums { Data = data });
        float* scales = TensorMemory.Floats(weight), weights = TensorMemory.Floats(forWeight), biases = TensorMemory.Floats(forBias);
        for (var i = 0; i < shape.Features; i++)
        {
            (double sum, double products) = (0, 0);
            for (var tile = 0; tile < shape.Tiles; tile++)
            {
                sum += data.Sums[((long)tile * 2 * shape.Features) + i];
                products += data.Sums[((((long)tile * 2) + 1) * shape.Features) + i];
            }

            biases[i] = (float)sum;
            weights[i] = (float)(products * inverses[i]);
            data.Factors[shape.Features + i] = (float)(scales[i] * inverses[i]);
            data.Factors[(2 * shape.Features) + i] = (float)(sum / valid);
            data.Factors[(3 * shape.Features) + i] = (float)(products / valid * inverses[i] * inverses[i]);
        }

        CpuWorkers.Run(shape.Tiles, new BatchNormInputGradients { Data = data });
        GC.KeepAlive((x, lengths, weight, statistics, gradient, forX, forWeight));
        GC.KeepAlive((forBias, sums, factors));
    }

    private static unsafe BatchNormData Data(
        BatchNormShape shape, Tensor? lengths, Tensor x, Tensor? gradient, Tensor result, Tensor sums, Tensor factors) => new()
        {
            Shape = shape,
            Lengths = TensorMemory.LongsOrNull(lengths),
            X = TensorMemory.Floats(x),
            Gradient = TensorMemory.FloatsOrNull(gradient),
            Result = TensorMemory.Floats(result),
            Sums = TensorMemory.Doubles(sums),
            Factors = TensorMemory.Floats(factors),
        };
}
