using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Builds our layers from the configuration of an s4 or s4d fixture.</summary>
internal static class SsmFixture
{
    public static Initialisation DiagonalInitialisation(string name) => name switch
    {
        "lin" or "linear" => Initialisation.DiagonalLinear,
        "inv" or "inverse" => Initialisation.DiagonalInverse,
        "inv2" or "inverse2" => Initialisation.DiagonalInverse2,
        "quad" or "quadratic" => Initialisation.DiagonalQuadratic,
        "real" => Initialisation.DiagonalReal,
        "legs" or "hippo" => Initialisation.DiagonalLegS,
        "rand" or "random" => Initialisation.DiagonalRandom,
        _ => throw new NotSupportedException($"diagonal initialisation '{name}'"),
    };

    /// <summary>The kernel with the file's parameters: S4's, not tuned to a length, where the file has a low-rank P, else S4D's.</summary>
    /// <param name="fixture">The file.</param>
    /// <param name="prefix">Before the kernel's parameter names.</param>
    /// <param name="dtype">The precision.</param>
    public static StateSpaceKernel Kernel(Fixture fixture, string prefix, ScalarType dtype)
    {
        var features = fixture.Int("d_model", 0);
        var isReal = fixture.Bool("is_real", false);
        var channels = fixture.Int("channels", 1) * (fixture.Bool("bidirectional", false) ? 2 : 1);
        var options = new StateSpaceOptions
        {
            Features = features,
            StateSize = fixture.Int("d_state", 64),
            Channels = channels,
            Copies = fixture.Int("n_ssm", features),
            Rank = fixture.Int("rank", 1),
            Initialisation = Initial(fixture.Text("init")),
            DeltaTied = fixture.Bool("dt_tie", true),
            MinDelta = fixture.Value("dt_min")?.GetDouble() ?? 1e-3,
            MaxDelta = fixture.Value("dt_max")?.GetDouble() ?? 1e-1,
            DeltaTransform = Transform(fixture.Text("dt_transform", "exp")!),
            RealTransform = Transform(fixture.Text("real_transform", "exp")!),
            ImaginaryTransform = Transform(fixture.Text("imag_transform", "none")!),
        };
        StateSpaceKernel kernel = !fixture.Contains(prefix + "P")
            ? new S4DKernel(
                options, fixture.Text("disc", "zoh") == "bilinear" ? Discretisation.Bilinear : Discretisation.ZeroOrderHold, isReal)
            : new S4Kernel(options);
        kernel.to(dtype);
        FixtureParameters.Load(fixture, kernel, prefix);
        return kernel;
    }

    /// <summary>Options with the usual range of Δ.</summary>
    public static StateSpaceOptions Options(
        int features, int stateSize, int channels, int copies, int rank, Initialisation initialisation, PositiveTransform delta) => new()
        {
            Features = features,
            StateSize = stateSize,
            Channels = channels,
            Copies = copies,
            Rank = rank,
            Initialisation = initialisation,
            MinDelta = 1e-3,
            MaxDelta = 1e-1,
            DeltaTransform = delta,
        };

    private static Initialisation Initial(string? name) => name switch
    {
        null or "legs" => Initialisation.LegS,
        "legt" => Initialisation.LegT,
        "fourier" or "fout" => Initialisation.Fourier,
        "hippo" => Initialisation.Hippo,
        "diag" => Initialisation.Diagonal,
        _ => DiagonalInitialisation(name["diag-".Length..]),
    };

    private static PositiveTransform Transform(string name) => name switch
    {
        "none" => PositiveTransform.None,
        "exp" => PositiveTransform.Exp,
        "softplus" => PositiveTransform.Softplus,
        "relu" => PositiveTransform.Relu,
        "sigmoid" => PositiveTransform.Sigmoid,
        _ => throw new NotSupportedException($"transform '{name}'"),
    };
}
