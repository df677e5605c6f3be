using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>The memory that a step writes its result to.</summary>
internal static class StepOutput
{
    /// <summary>Refuses memory of another shape. Asks for sizes one by one: a shape would be an array on the heap.</summary>
    /// <param name="layer">The layer that asks, for the message.</param>
    /// <param name="output">What should be <c>[batch, width]</c>.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the result.</param>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static void Check(string layer, Tensor output, long batch, long width)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.dim() != 2 || output.size(0) != batch || output.size(1) != width)
        {
            throw new ArgumentException($"A step of {layer} writes [{batch}, {width}], not {SequenceShape.Text(output)}.", nameof(output));
        }
    }

    /// <summary>Writes what operators made.</summary>
    /// <param name="layer">The layer that asks, for the message.</param>
    /// <param name="output">Where to.</param>
    /// <param name="result">What they made, <c>[batch, width]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">The output has another shape or type.</exception>
    public static Tensor Fill(string layer, Tensor output, Tensor result)
    {
        Check(layer, output, result.size(0), result.size(1));
        if (output.dtype != result.dtype || output.device_type != result.device_type)
        {
            throw new ArgumentException($"A step of {layer} writes {result.dtype} on {result.device}, not {output.dtype} on {output.device}.", nameof(output));
        }

        using var noGradient = no_grad();
        output.copy_(result);
        return output;
    }
}
