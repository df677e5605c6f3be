using SerpentDsl.Kernels.Steps;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The functions that <see cref="LiquidContraction"/> names.</summary>
internal static class LiquidContractions
{
    /// <summary>Applies the function elementwise.</summary>
    public static Tensor Apply(this LiquidContraction contraction, Tensor x) => contraction switch
    {
        LiquidContraction.None => x,
        LiquidContraction.Tanh => x.tanh(),
        LiquidContraction.LecunTanh => (x * Scalars.Of(0.666)).tanh() * Scalars.Of(1.7159),
        _ => throw Unknown(contraction),
    };

    /// <summary>The function as the fused step names it.</summary>
    public static LiquidBound ForStep(this LiquidContraction contraction) => contraction switch
    {
        LiquidContraction.None => LiquidBound.None,
        LiquidContraction.Tanh => LiquidBound.Tanh,
        LiquidContraction.LecunTanh => LiquidBound.LecunTanh,
        _ => throw Unknown(contraction),
    };

    private static ArgumentOutOfRangeException Unknown(LiquidContraction contraction) =>
        new(nameof(contraction), contraction, "There is no such contraction.");
}
