namespace TorchSharp.Interop;

internal static class Handles
{
    /// <summary>The handles of the tensors, 0 for null; none for a null list.</summary>
    public static nint[] Of(IList<torch.Tensor>? tensors)
    {
        if (tensors is null)
        {
            return [];
        }
        var handles = new nint[tensors.Count];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
        }
        return handles;
    }
}
