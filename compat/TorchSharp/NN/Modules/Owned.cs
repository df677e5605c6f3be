using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The tensors a built-in layer owns: they outlive the dispose scope they were made in, and are replaced with disposal.</summary>
internal static class Owned
{
    public static void Replace<TTensor>(ref TTensor? slot, TTensor? value)
        where TTensor : Tensor
    {
        if (ReferenceEquals(slot, value))
            return;
        if (slot is { IsInvalid: false })
            slot.Dispose();
        slot = value;
        slot?.DetachFromDisposeScope();
    }
}
