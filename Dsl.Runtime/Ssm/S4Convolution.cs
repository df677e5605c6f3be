using SerpentDsl.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A layer around a state-space kernel: y = activation(k ∗ u + D u). The official code's <c>FFTConv</c>, with its parameter names
/// (<c>D</c>, <c>kernel.*</c>).
/// </summary>
public class S4Convolution : StateSpaceLayer
{
    private protected readonly Parameter D;
    private protected readonly StateSpaceKernel kernel;
    private readonly int? _maxTaps;

    /// <summary>Makes the layer and draws D from a normal distribution.</summary>
    /// <param name="kernel">The kernel; owned by the layer. A bidirectional layer needs two kernel channels per output channel, the forward
    /// ones first.</param>
    /// <param name="channels">Outputs per feature.</param>
    /// <param name="bidirectional">Whether outputs also depend on later inputs.</param>
    /// <param name="activation">The function applied to the outputs.</param>
    /// <param name="maxTaps">Largest length of the kernel at rate 1; null: the length of the sequence. For longer sequences the kernel is
    /// cut off there; the streaming forms always compute the recurrence, which is not cut off.</param>
    public S4Convolution(StateSpaceKernel kernel, int channels, bool bidirectional, Activation activation, int? maxTaps)
        : this(nameof(S4Convolution), kernel, channels, bidirectional, activation, maxTaps)
    {
    }

    private protected S4Convolution(
        string name, StateSpaceKernel kernel, int channels, bool bidirectional, Activation activation, int? maxTaps)
        : base(name, (kernel ?? throw new ArgumentNullException(nameof(kernel))).Options.Features, channels, bidirectional, activation)
    {
        var needed = bidirectional ? 2 * channels : channels;
        if (kernel.Options.Channels != needed)
        {
            throw new ArgumentException(
                $"A {(bidirectional ? "bidirectional " : "")}layer of {channels} channels needs a kernel of {needed}, not "
                    + $"{kernel.Options.Channels}.",
                nameof(kernel));
        }

        this.kernel = kernel;
        D = ModuleTensor.Parameter(randn(channels, kernel.Options.Features));
        _maxTaps = maxTaps;
        RegisterComponents();
    }

    private protected override long LongestPiece => Math.Min(kernel.LongestKernel, _maxTaps ?? long.MaxValue);

    private protected override RecurrenceForm StreamingForm => kernel.StreamingForm;

    private protected override Tensor SkipWeights => D;

    private protected override Tensor Taps(long length, double rate) => kernel.Kernel(Math.Min(length, MostTaps(rate)), rate);

    private protected override long? RecurrentModes(long length, double rate) => length <= MostTaps(rate) ? kernel.RecurrentModes : null;

    private protected override Tensor Recur(Tensor u, double rate) => kernel.Convolve(u, Skip(), rate);

    private long MostTaps(double rate) => _maxTaps is { } max ? (long)Math.Round(max / rate) : long.MaxValue;

    private protected override (Tensor Kernel, Tensor FromState) TapsFrom(long length, Tensor state) => kernel.Kernel(length, state);

    private protected override Tensor NextState(Tensor u, Tensor? lengths, Tensor state) => kernel.NextState(u, lengths, state);

    private protected override StateSpaceRecurrence MakeRecurrence(RecurrenceForm form) => kernel.Recurrence(form);
}
