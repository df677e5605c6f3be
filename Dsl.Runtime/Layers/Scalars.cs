using TorchSharp;

namespace SerpentDsl.Layers;

/// <summary>
/// Numbers that operators read, alive for ever. A number that is written where an operator is called becomes a Scalar that nothing holds:
/// when the garbage collector runs during the call, TorchSharp frees it under the operator's hands (docs/reference/torchsharp.md).
/// </summary>
internal static class Scalars
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0;

    /// <summary>2.</summary>
    public static readonly Scalar Two = 2;
}
