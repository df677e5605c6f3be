using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Checks and fills the tensor that a step writes its result to.</summary>
internal static class StepOutput
{
    /// <summary>Refuses an output tensor of another shape. Reads the sizes one by one, because <c>shape</c> allocates an array.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="output">The output tensor; must be <c>[batch, width]</c>.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the result.</param>
    /// <exception cref="ArgumentException">The output has another shape.</exception>
    public static void Check(string layer, Tensor output, long batch, long width)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.dim() != 2 || output.size(0) != batch || output.size(1) != width)
        {
            throw new ArgumentException($"A step of {layer} writes [{batch}, {width}], not {SequenceShape.Text(output)}.", nameof(output));
        }
    }

    /// <summary>Copies a result into the output tensor.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="output">The output tensor; written to.</param>
    /// <param name="result">The result, <c>[batch, width]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">The output has another shape or type.</exception>
    public static Tensor Fill(string layer, Tensor output, Tensor result)
    {
        Check(layer, output, result.size(0), result.size(1));
        if (output.dtype != result.dtype || output.device_type != result.device_type)
        {
            throw new ArgumentException(
                $"A step of {layer} writes {result.dtype} on {result.device}, not {output.dtype} on {output.device}.", nameof(output));
        }

        using var noGradient = no_grad();
        output.copy_(result);
        return output;
    }
}
