using SerpentDsl.Layers;
using SerpentDsl.Ssm;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small S4 and S4D layers for tests.</summary>
internal static class S4Layers
{
    public static TheoryData<string, bool> All =>
        new() { { nameof(S4), true }, { nameof(S4), false }, { nameof(S4D), true }, { nameof(S4D), false } };

    public static SequenceLayer Make(string name, bool bidirectional) => name == nameof(S4)
        ? MakeS4(6, bidirectional, 16, 2)
        : new S4D(6, bidirectional, 8, Initialisation.DiagonalInverse, Discretisation.ZeroOrderHold, 1e-3, 1e-1, 1e-3, Activation.Gelu);

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
