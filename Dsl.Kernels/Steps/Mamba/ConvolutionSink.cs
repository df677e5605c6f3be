namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// Takes the outputs of <c>in_proj</c>: some neighbouring outputs go through the causal convolution and SiLU, the others are written down.
/// </summary>
/// <param name="first">The first output that is convolved.</param>
/// <param name="channels">Number of outputs that are convolved.</param>
/// <param name="others">Number of outputs that are not convolved.</param>
/// <param name="taps">Taps of the convolution.</param>
/// <param name="weight">The taps, <c>[channels, taps]</c>.</param>
/// <param name="bias">Its bias, or null.</param>
/// <param name="past">The last inputs, oldest first, <c>[batch, channels, taps]</c>; updated.</param>
/// <param name="x">Convolved outputs after SiLU, <c>[batch, channels]</c>.</param>
/// <param name="rest">The others in their order, <c>[batch, others]</c>.</param>
internal readonly unsafe struct ConvolutionSink(
    int first, int channels, int others, int taps, float* weight, float* bias, float* past, float* x, float* rest) : IRowSink
{
    /// <inheritdoc/>
    public void Put(int sequence, int row, float value)
    {
        var channel = row - first;
        if ((uint)channel >= (uint)channels)
        {
            rest[((nint)sequence * others) + (row < first ? row : row - channels)] = value;
            return;
        }

        var at = ((nint)sequence * channels) + channel;
        var inputs = past + (at * taps);
        var weights = weight + ((nint)channel * taps);
        var sum = bias is null ? 0 : bias[channel];
        for (var tap = 0; tap < taps - 1; tap++)
        {
            inputs[tap] = inputs[tap + 1];
            sum += weights[tap] * inputs[tap];
        }

        inputs[taps - 1] = value;
        sum += weights[taps - 1] * value;
        x[at] = sum / (1 + MathF.Exp(-sum));
    }
}
