using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Verification.Checks;
using static TorchSharp.torch;

namespace SerpentDsl.Verification;

/// <summary>
/// Holds a declared architecture to what its declaration promises: the stated parameters and shapes, gradients, independence of padding and
/// batch, causality, equality of the three forms, a state that is a value, no leaks. On short sequences in float64, with random parameters.
/// </summary>
/// <remarks>
/// <para>
/// Fresh parameters can be special (zeros, equal copies), so small noise is added to them first: what is checked must hold everywhere.
/// </para>
/// <para>
/// A resampled branch decides by comparing times. Time counted in ticks makes the sums exact, so that the forms decide alike wherever they
/// see equal intervals; intervals of a second block follow from inputs that agree to rounding only, and next to a threshold a decision
/// could differ. In float64 that is about one in ten thousand million decisions; in float32 it happens, and is no error of the
/// architecture.
/// </para>
/// </remarks>
public static class ArchitectureVerifier
{
    private const double Noise = 0.02;
    private const long ManyParameters = 2_000_000;
    private const int UsualLength = 112;
    private const int ShortLength = 40;

    /// <summary>Verifies an architecture. Torch's default generator is left as it was found.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="options">How thoroughly; null: as usual.</param>
    /// <param name="progress">Is told the name of each check before it is made; may be null.</param>
    /// <param name="cancellation">Asked between checks.</param>
    /// <returns>What was found. A check that threw counts as failed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static VerificationReport Verify(
        ArchitectureSpec spec, VerificationOptions? options = null, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new VerificationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 2, nameof(options.Batch));
        ArgumentOutOfRangeException.ThrowIfNegative(options.GradientSamples, nameof(options.GradientSamples));
        var length = options.Length ?? int.Min(spec.Head.MaxLength, spec.Parameters > ManyParameters ? ShortLength : UsualLength);
        if (length < 1 || length > spec.Head.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(options), length, $"{spec.Name} reads sequences of 1 to {spec.Head.MaxLength} positions.");
        }

        using var scope = NewDisposeScope();
        var generator = get_rng_state();
        try
        {
            manual_seed(options.Seed);
            using var model = new ModelUnderTest(spec, options.Batch, length, options.Seed);
            Disturb(model);
            var checks = new List<VerificationCheck>();
            foreach (var check in All(options))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(check.Name);
                checks.Add(check.Run(model));
            }

            return new VerificationReport(spec.Name, options.Batch, length, options.Seed, checks);
        }
        finally
        {
            set_rng_state(generator);
        }
    }

    private static ModelCheck[] All(VerificationOptions options) =>
    [
        new ParameterCountCheck(),
        new LayerShapeCheck(),
        new GradientCheck(options.GradientSamples),
        new PaddingCheck(),
        new PermutationCheck(),
        new FutureGradientCheck(),
        new PrefixCheck(),
        new StreamingFormsCheck(),
        new StateCheck(),
        new StateSizeCheck(),
        new LiveTensorsCheck(),
    ];

    private static void Disturb(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        foreach (var parameter in model.Module.parameters())
        {
            using var noise = randn_like(parameter);
            parameter.add_(noise, Scalars.Of(Noise));
        }
    }
}
