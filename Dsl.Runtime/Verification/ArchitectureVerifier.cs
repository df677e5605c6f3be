using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Verification.Checks;
using static TorchSharp.torch;

namespace SerpentDsl.Verification;

/// <summary>
/// Tests whether an architecture has the properties that its declaration promises: the stated parameters and shapes, right gradients,
/// independence of padding and of the rest of the batch, causality, three equal forms, a state that can be copied, saved and reset, no
/// leaks. It uses short sequences, float64 and random parameters.
/// </summary>
/// <remarks>
/// <para>
/// Initial parameters can be special (zeros, equal copies), so small noise is added first: the properties must hold for all parameters.
/// </para>
/// <para>
/// A resampled branch decides by comparing times. Time is counted in ticks, so sums are exact, and the forms make the same decisions from
/// equal intervals. But the inputs of a second block agree only up to rounding, so near a threshold its decisions could differ. In float64
/// this concerns about one in ten billion decisions; in float32 it does happen, and is not an error of the architecture.
/// </para>
/// </remarks>
public static class ArchitectureVerifier
{
    private const double Noise = 0.02;

    /// <summary>Verifies an architecture. Torch's default generator is left as it was found.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="options">How thoroughly to verify; null: the defaults.</param>
    /// <param name="progress">Receives the name of each check before it runs; may be null.</param>
    /// <param name="cancellation">Stops between two checks.</param>
    /// <returns>The result of every check. A check that throws counts as failed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static VerificationReport Verify(
        ArchitectureSpec spec,
        VerificationOptions? options = null,
        Action<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new VerificationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 2, nameof(options.Batch));
        ArgumentOutOfRangeException.ThrowIfNegative(options.GradientSamples, nameof(options.GradientSamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Passes, 1, nameof(options.Passes));
        var length = options.LengthFor(spec);
        if (length < 1 || length > spec.Head.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), length, $"{spec.Name} reads sequences of 1 to {spec.Head.MaxLength} positions.");
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
        new PieceGradientsCheck(),
        new PackedDocumentsCheck(),
        new StateCheck(),
        new StateSizeCheck(),
        new LiveTensorsCheck(options.Passes),
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
