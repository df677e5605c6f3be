using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Applies <see cref="LiquidContraction"/>.</summary>
internal static class LiquidContractions
{
    /// <summary>The bounded value.</summary>
    public static Tensor Apply(this LiquidContraction contraction, Tensor x) => contraction switch
    {
        LiquidContraction.None => x,
        LiquidContraction.Tanh => x.tanh(),
        LiquidContraction.LecunTanh => (x * 0.666).tanh() * 1.7159,
        _ => throw new ArgumentOutOfRangeException(nameof(contraction), contraction, "There is no such contraction."),
    };
}
