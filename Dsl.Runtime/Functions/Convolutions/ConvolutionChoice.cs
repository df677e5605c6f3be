namespace SerpentDsl.Functions;

/// <summary>
/// Chooses between the two algorithms for time-invariant systems on the CPU: transforms, whose cost per element grows with the logarithm of
/// the length, and the recurrence, whose cost grows with the state. <c>docs/internals/kernels-convolution.md</c> has the cost model and its
/// measurements.
/// </summary>
public static class ConvolutionChoice
{
    /// <summary>Environment variable that overrides the choice for a process: <c>transform</c> or <c>recurrence</c>.</summary>
    public const string Variable = "SERPENT_CONVOLUTION";

    /// <summary>Nanoseconds per element and stored mode of the recurrence, forward and backward.</summary>
    private const double PerMode = 0.4;

    /// <summary>Nanoseconds per element and doubling of the length of one transform.</summary>
    private const double PerDoubling = 0.07;

    /// <summary>Transforms per sequence: two forward, three backward.</summary>
    private const double PerSequence = 5;

    /// <summary>Transforms per kernel: of its taps and of their gradient.</summary>
    private const double PerKernel = 2;

    /// <summary>Nanoseconds per tap and stored mode that making the kernel and its gradient takes.</summary>
    private const double PerTap = 0.1;

    private static readonly ConvolutionAlgorithm s_process = Read(Environment.GetEnvironmentVariable(Variable));
    private static readonly AsyncLocal<ConvolutionAlgorithm> s_forced = new();

    /// <summary>Overrides the choice until the result is disposed, in this flow of control.</summary>
    /// <param name="algorithm">The algorithm; automatic: the choice of the process.</param>
    /// <returns>Ends the override when disposed.</returns>
    public static IDisposable Use(ConvolutionAlgorithm algorithm)
    {
        if (!Enum.IsDefined(algorithm))
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "There is no such algorithm.");
        }

        var restore = new Restore(s_forced.Value);
        s_forced.Value = algorithm;
        return restore;
    }

    /// <summary>
    /// The algorithm for a layer: the one that is forced, or the one of less expected time for a forward and a backward pass.
    /// </summary>
    /// <param name="modes">Stored modes per feature: half the state of a complex system.</param>
    /// <param name="length">Positions.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="directions">1, or 2 for a bidirectional layer.</param>
    /// <returns>Never automatic.</returns>
    public static ConvolutionAlgorithm For(long modes, long length, long batch, int directions)
    {
        var forced = s_forced.Value != ConvolutionAlgorithm.Automatic ? s_forced.Value : s_process;
        if (forced != ConvolutionAlgorithm.Automatic)
        {
            return forced;
        }

        var kernels = (double)directions / Math.Max(1, batch);
        var transform = (
            PerDoubling * Math.Log2(2.0 * Math.Max(1, length)) * (PerSequence + (PerKernel * kernels))) + (PerTap * modes * kernels);
        var recurrence = PerMode * modes * directions;
        return recurrence <= transform ? ConvolutionAlgorithm.Recurrence : ConvolutionAlgorithm.Transform;
    }

    internal static ConvolutionAlgorithm Read(string? value) => value switch
    {
        null or "" or "automatic" => ConvolutionAlgorithm.Automatic,
        "transform" => ConvolutionAlgorithm.Transform,
        "recurrence" => ConvolutionAlgorithm.Recurrence,
        _ => throw new ArgumentException(
            $"{Variable}={value} is unknown; use 'transform', 'recurrence' or 'automatic', which is the default."),
    };

    private sealed class Restore(ConvolutionAlgorithm before) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (!_done)
            {
                s_forced.Value = before;
                _done = true;
            }
        }
    }
}
