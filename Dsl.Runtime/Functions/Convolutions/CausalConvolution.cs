using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The short convolution in front of a Mamba scan: y_l = Σ_w weight_w x_{l−W+1+w} + bias, every channel with its own taps. Any device,
/// differentiable. Its state are the last W inputs, oldest first, as in the official code.
/// </summary>
public static class CausalConvolution
{
    /// <summary>Convolves whole sequences.</summary>
    /// <param name="x">Inputs, <c>[batch, length, channels]</c>.</param>
    /// <param name="weight">Taps, <c>[channels, 1, W]</c>.</param>
    /// <param name="bias">Added to every output, <c>[channels]</c>; or null.</param>
    /// <param name="state">The last inputs before, <c>[batch, channels, W]</c>; null: zeros.</param>
    /// <returns><c>[batch, length, channels]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Tensor? state)
    {
        Check(x, weight, bias, state);
        using var scope = NewDisposeScope();
        var (batch, length, channels) = (x.shape[0], x.shape[1], x.shape[2]);
        var taps = weight.shape[2];
        var past = state is null ? zeros([batch, taps - 1, channels], x.dtype, x.device) : state.narrow(2, 1, taps - 1).transpose(1, 2);
        var padded = taps == 1 ? x : cat([past, x], 1);
        var y = padded.narrow(1, 0, length) * weight.select(2, 0).squeeze(1);
        for (long tap = 1; tap < taps; tap++)
        {
            y = y.Plus(padded.narrow(1, tap, length) * weight.select(2, tap).squeeze(1));
        }

        return (bias is null ? y : y.Plus(bias)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// SiLU of what <see cref="Apply"/> returns; float32 on the CPU goes through a fused kernel (<see cref="FusedKernels"/>).
    /// </summary>
    /// <param name="x">Inputs, <c>[batch, length, channels]</c>.</param>
    /// <param name="weight">Taps, <c>[channels, 1, W]</c>.</param>
    /// <param name="bias">Added to every sum, <c>[channels]</c>; or null.</param>
    /// <param name="state">The last inputs before, <c>[batch, channels, W]</c>; null: zeros.</param>
    /// <returns><c>[batch, length, channels]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Activated(Tensor x, Tensor weight, Tensor? bias, Tensor? state)
    {
        Check(x, weight, bias, state);
        if (FusedCausalConvolution.Fits(x, weight, bias, state))
        {
            return FusedCausalConvolution.Apply(x, weight, bias, state);
        }

        using var sums = Apply(x, weight, bias, state);
        return nn.functional.silu(sums);
    }

    /// <summary>The last inputs after a piece.</summary>
    /// <param name="x">The piece, <c>[batch, length, channels]</c>.</param>
    /// <param name="lengths">How far each sequence advances, int64 <c>[batch]</c>, from 0 to length; null: the whole length.</param>
    /// <param name="state">The last inputs before the piece, <c>[batch, channels, W]</c>.</param>
    /// <returns>Like <paramref name="state"/>, owned by the caller.</returns>
    public static Tensor NextState(Tensor x, Tensor? lengths, Tensor state)
    {
        SequenceShape.CheckLengths(nameof(CausalConvolution), x, lengths);
        using var scope = NewDisposeScope();
        var taps = state.shape[2];
        var all = cat([state, x.transpose(1, 2)], 2);
        if (lengths is null)
        {
            return all.narrow(2, x.shape[1], taps).clone().MoveToOuterDisposeScope();
        }

        var places = lengths.view(-1, 1, 1).Plus(TensorRange.Of(taps, ScalarType.Int64, x.device));
        return all.gather(2, places.expand(state.shape)).MoveToOuterDisposeScope();
    }

    /// <summary>Convolves the next input of every sequence.</summary>
    /// <param name="x">Inputs, <c>[batch, channels]</c>.</param>
    /// <param name="weight">Taps, <c>[channels, 1, W]</c>.</param>
    /// <param name="bias">Added to every output, <c>[channels]</c>; or null.</param>
    /// <param name="state">The last inputs before, <c>[batch, channels, W]</c>.</param>
    /// <returns>Outputs <c>[batch, channels]</c> and the state after; both owned by the caller.</returns>
    public static (Tensor Output, Tensor State) Step(Tensor x, Tensor weight, Tensor? bias, Tensor state)
    {
        using var scope = NewDisposeScope();
        var next = cat([state.narrow(2, 1, state.shape[2] - 1), x.unsqueeze(2)], 2);
        var y = (next * weight.squeeze(1)).sum([-1]);
        return ((bias is null ? y : y.Plus(bias)).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    private static void Check(Tensor x, Tensor weight, Tensor? bias, Tensor? state)
    {
        SequenceShape.CheckLengths(nameof(CausalConvolution), x, null);
        var channels = x.dim() == 3 ? x.shape[2] : -1;
        if (weight.dim() != 3 || weight.shape[0] != channels || weight.shape[1] != 1 || weight.shape[2] < 1
            || (bias is not null && !bias.shape.SequenceEqual([channels])))
        {
            throw new ArgumentException(
                $"Inputs {SequenceShape.Text(x)} and taps {SequenceShape.Text(weight)} do not fit: [batch, length, channels], [channels, "
                    + "1, taps] and a bias of [channels] are needed.",
                nameof(weight));
        }

        SequenceShape.Require("the state", state, x.shape[0], channels, weight.shape[2]);
    }
}
