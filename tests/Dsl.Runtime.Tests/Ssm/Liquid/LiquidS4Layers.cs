using SerpentDsl.Native;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Small Liquid-S4 layers for tests.</summary>
internal static class LiquidS4Layers
{
    public const int Features = 3;

    public static TheoryData<LiquidKernel, int, LiquidContraction> Kinds => new()
    {
        { LiquidKernel.KB, 2, LiquidContraction.None },
        { LiquidKernel.KB, 3, LiquidContraction.LecunTanh },
        { LiquidKernel.KB, 4, LiquidContraction.Tanh },
        { LiquidKernel.PB, 2, LiquidContraction.Tanh },
        { LiquidKernel.PB, 3, LiquidContraction.None },
        { LiquidKernel.PB, 4, LiquidContraction.None },
        { LiquidKernel.Exact, 2, LiquidContraction.None },
        { LiquidKernel.Exact, 2, LiquidContraction.Tanh },
    };

    /// <summary>
    /// Ā and B̄ <c>[features, modes]</c>, C <c>[directions, features, modes]</c>, from the parameters by the bilinear rule.
    /// </summary>
    public static (Tensor Transition, Tensor Input, Tensor Output) Discretised(LiquidS4 layer)
    {
        using var noGrad = no_grad();
        Tensor a = complex(-Parameter(layer, "kernel.A_real").exp(), -Parameter(layer, "kernel.A_imag")),
            delta = Parameter(layer, "kernel.inv_dt").exp();
        var half = a * delta / Scalars.Two;
        return (
            half.Plus(1) / half.neg().Plus(1),
            view_as_complex(Parameter(layer, "kernel.B")).squeeze(0) * delta / half.neg().Plus(1),
            view_as_complex(Parameter(layer, "kernel.C")));
    }

    public static Tensor Parameter(nn.Module layer, string name) =>
        layer.named_parameters().Single(parameter => parameter.name == name).parameter;

    public static LiquidS4 Make(
        LiquidKernel kernel,
        int order,
        LiquidContraction contraction = LiquidContraction.None,
        bool bidirectional = false,
        int stateSize = 8,
        Activation activation = Activation.None) =>
        new(Features, bidirectional, stateSize, kernel, order, contraction, 0.05, 0.5, 2e-3, activation);
}
