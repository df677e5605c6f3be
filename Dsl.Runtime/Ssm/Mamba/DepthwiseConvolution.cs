using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A causal convolution with its own taps for every channel (<see cref="CausalConvolution"/>); the official <c>conv1d</c>.
/// </summary>
internal sealed class DepthwiseConvolution : nn.Module
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>Draws taps and biases uniformly from ±W^−½, as the framework's convolution does.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="taps">W: number of inputs that an output depends on.</param>
    /// <param name="hasBias">Whether every output gets a bias.</param>
    /// <param name="range">Taps are drawn from [−range, range]; 0: from ±W^−½.</param>
    public DepthwiseConvolution(long channels, long taps, bool hasBias, double range = 0)
        : base(nameof(DepthwiseConvolution))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(range);
        using var scope = NewDisposeScope();
        var bound = 1 / Math.Sqrt(taps);
        weight = ModuleTensor.Parameter(Uniform(range > 0 ? range : bound, channels, 1, taps));
        bias = hasBias ? ModuleTensor.Parameter(Uniform(bound, channels)) : null;
        RegisterComponents();
    }

    /// <summary>Whether it has biases.</summary>
    public bool HasBias => bias is not null;

    /// <summary>The taps, <c>[channels, 1, W]</c>.</summary>
    public Tensor Taps => weight;

    /// <summary>The biases, <c>[channels]</c>; or null.</summary>
    public Tensor? Bias => bias;

    /// <summary>Convolves whole sequences or pieces and applies SiLU (<see cref="CausalConvolution.Activated"/>).</summary>
    public Tensor Activated(Tensor x, Tensor? state) => CausalConvolution.Activated(x, weight, bias, state);

    /// <summary>Convolves the next position (<see cref="CausalConvolution.Step"/>).</summary>
    public (Tensor Output, Tensor State) Step(Tensor x, Tensor state) => CausalConvolution.Step(x, weight, bias, state);

    private static Tensor Uniform(double bound, params long[] shape) => (rand(shape) * Scalars.Of(2 * bound)) - Scalars.Of(bound);
}
