using SerpentDsl.Layers;
using SerpentDsl.Ssm;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small S4 and S4D layers for tests.</summary>
internal static class S4Layers
{
    /// <summary>S4D whose features share two state matrices, and whose modes have a Δ each.</summary>
    public const string SharedS4D = "S4D, shared and untied";

    public static TheoryData<string, bool> All =>
        new()
        {
            { nameof(S4), true },
            { nameof(S4), false },
            { nameof(S4D), true },
            { nameof(S4D), false },
            { SharedS4D, true },
            { SharedS4D, false },
        };

    public static SequenceLayer Make(string name, bool bidirectional) => name == nameof(S4)
        ? MakeS4(6, bidirectional, 16, 2)
        : new S4D(
            6,
            bidirectional,
            8,
            copies: name == SharedS4D ? 2 : 0,
            Initialisation.DiagonalInverse,
            Discretisation.ZeroOrderHold,
            deltaTied: name != SharedS4D,
            1e-3,
            1e-1,
            1e-3,
            Activation.Gelu);

    public static S4 MakeS4(int features, bool bidirectional, int maxLength, int copies) =>
        new(
            features,
            bidirectional,
            maxLength,
            8,
            copies,
            Initialisation.LegS,
            1,
            1e-3,
            1e-1,
            PositiveTransform.Softplus,
            2e-3,
            Activation.Gelu);
}
