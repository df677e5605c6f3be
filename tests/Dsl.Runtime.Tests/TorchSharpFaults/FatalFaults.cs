using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.TorchSharpFaults;

/// <summary>Runs into a <see cref="FatalFault"/>.</summary>
internal static class FatalFaults
{
    /// <summary>Returns normally when the fault is mended; what then happens as it should is caught.</summary>
    public static void Show(FatalFault fault)
    {
        using var x = ones(3, requires_grad: true);
        try
        {
            switch (fault)
            {
                case FatalFault.ExceptionInBackward:
                    Throwing.apply(x).sum().backward();
                    break;
                case FatalFault.MaterialisedGradientAfterScope:
                    Tensor loss;
                    using (NewDisposeScope())
                    {
                        loss = Pair.apply(x)[0].sum().MoveToOuterDisposeScope();
                    }

                    loss.backward();
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault.");
            }
        }
        catch (InvalidOperationException)
        {
        }
    }

    private sealed class Throwing : autograd.SingleTensorFunction<Throwing>
    {
        public override string Name => nameof(Throwing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).alias();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("on purpose");
    }

    private sealed class Pair : autograd.MultiTensorFunction<Pair>
    {
        public override string Name => nameof(Pair);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
            [(Tensor)vars[0] * 2, (Tensor)vars[0] * 3];

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
            [(grad_outputs[0] * 2) + (grad_outputs[1] * 3)];
    }
}
