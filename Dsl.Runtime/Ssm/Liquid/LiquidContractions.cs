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
        _ => throw Unknown(contraction),
    };

    /// <summary>The bounded value of one number.</summary>
    public static float Apply(this LiquidContraction contraction, float x) => contraction switch
    {
        LiquidContraction.None => x,
        LiquidContraction.Tanh => MathF.Tanh(x),
        LiquidContraction.LecunTanh => MathF.Tanh(x * 0.666f) * 1.7159f,
        _ => throw Unknown(contraction),
    };

    private static ArgumentOutOfRangeException Unknown(LiquidContraction contraction) =>
        new(nameof(contraction), contraction, "There is no such contraction.");
}
