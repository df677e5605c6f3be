using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The lookup of an embedding table, which the package offers only as a module.</summary>
internal static class EmbeddingOperators
{
    private static readonly Operator LookupOperator = new("aten::embedding");
    private static readonly Operator RenormOperator = new("aten::embedding_renorm_");

    public static Tensor Lookup(Tensor table, Tensor indices, long paddingIndex, bool scaleGradByFrequency, bool sparse) =>
        LookupOperator.Call(table, indices, paddingIndex, scaleGradByFrequency, sparse);

    /// <summary>Scales the rows named by the indices down to the norm, in place.</summary>
    public static void Renormalise(Tensor table, Tensor indices, double maxNorm, double normType) =>
        RenormOperator.InPlace(table, indices, maxNorm, normType);
}
