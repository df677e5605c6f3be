namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// Takes the outputs of <c>in_proj</c>: the first half goes through the causal convolution and SiLU, the second is the gate.
/// </summary>
/// <param name="inner">Channels.</param>
/// <param name="taps">Taps of the convolution.</param>
/// <param name="weight">They, <c>[inner, taps]</c>.</param>
/// <param name="bias">Its bias, or null.</param>
/// <param name="past">The last inputs, oldest first, <c>[batch, inner, taps]</c>; moves on.</param>
/// <param name="x">What comes out, <c>[batch, inner]</c>.</param>
/// <param name="gate">z, <c>[batch, inner]</c>.</param>
internal readonly unsafe struct ConvolutionSink(int inner, int taps, float* weight, float* bias, float* past, float* x, float* gate) : IRowSink
{
    /// <inheritdoc/>
    public void Put(int sequence, int row, float value)
    {
        var first = (nint)sequence * inner;
        if (row >= inner)
        {
            gate[first + row - inner] = value;
            return;
        }

        var inputs = past + ((first + row) * taps);
        var weights = weight + ((nint)row * taps);
        var sum = bias is null ? 0 : bias[row];
        for (var tap = 0; tap < taps - 1; tap++)
        {
            inputs[tap] = inputs[tap + 1];
            sum += weights[tap] * inputs[tap];
        }

        inputs[taps - 1] = value;
        sum += weights[taps - 1] * value;
        x[first + row] = sum / (1 + MathF.Exp(-sum));
    }
}
