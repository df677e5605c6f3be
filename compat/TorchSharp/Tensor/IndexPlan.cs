using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Takes an indexing apart as PyTorch does: numbers, slices, new axes and the ellipsis make a view; what is left are
/// index tensors, each at the dimension of the view it indexes. Owns the views and tensors it makes.
/// </summary>
internal sealed class IndexPlan : IDisposable
{
    private readonly List<Tensor> _owned = [];

    public IndexPlan(Tensor source, TensorIndex[] indices)
    {
        View = source;
        int dimension = 0;
        foreach (var index in indices)
        {
            switch (index.What)
            {
                case TensorIndex.Kind.Single:
                    Narrow(View.select(dimension, index.Start ?? throw new ArgumentException("A single index has no value.", nameof(indices))));
                    break;
                case TensorIndex.Kind.Slice:
                    if (index.Start is not null || index.Stop is not null || index.Step is not null)
                    {
                        Narrow(Op.SliceTensor.Call(View, (long)dimension, index.Start, index.Stop, index.Step ?? 1));
                    }
                    dimension++;
                    break;
                case TensorIndex.Kind.Ellipsis:
                    dimension += (int)source.ndim - Array.FindAll(indices, Consumes).Sum(Dimensions);
                    break;
                case TensorIndex.Kind.NewAxis:
                    Narrow(View.unsqueeze(dimension++));
                    break;
                case TensorIndex.Kind.Bool:
                    Narrow(View.unsqueeze(dimension));
                    Record(dimension++, Own(index.Start != 0 ? zeros(1, int64, View.device) : empty(0, int64, View.device)));
                    break;
                case TensorIndex.Kind.Tensor:
                    dimension = AddTensor(dimension, index.Indices!);
                    break;
            }
        }
    }

    /// <summary>What the index tensors, if any, are applied to.</summary>
    public Tensor View { get; private set; }

    public List<Tensor?> Tensors { get; } = [];

    public bool HasTensors => Tensors.Count > 0;

    public void Dispose()
    {
        foreach (var tensor in _owned)
        {
            tensor.Dispose();
        }
    }

    private static bool IsMask(Tensor indices) => indices.dtype is ScalarType.Bool or ScalarType.Byte;

    private static bool Consumes(TensorIndex index) =>
        index.What is TensorIndex.Kind.Single or TensorIndex.Kind.Slice or TensorIndex.Kind.Tensor;

    private static int Dimensions(TensorIndex index) => index.Indices is { } tensor && IsMask(tensor) ? (int)tensor.ndim : 1;

    private int AddTensor(int dimension, Tensor indices)
    {
        if (indices.ndim == 0 && !IsMask(indices))
        {
            Narrow(View.select(dimension, indices.ToScalar().ToInt64()));
            return dimension;
        }
        if (indices.ndim == 0)
        {
            Narrow(View.unsqueeze(dimension));
            Record(dimension, Own(indices.unsqueeze(0)));
            return dimension + 1;
        }
        Record(dimension, indices);
        return dimension + (IsMask(indices) ? (int)indices.ndim : 1);
    }

    private void Record(int dimension, Tensor indices)
    {
        // A mask takes as many dimensions as it has but one place in the list.
        int place = dimension;
        foreach (var earlier in Tensors)
        {
            place -= earlier is not null && IsMask(earlier) ? (int)earlier.ndim - 1 : 0;
        }
        while (Tensors.Count < place)
        {
            Tensors.Add(null);
        }
        Tensors.Add(indices);
    }

    private void Narrow(Tensor view) => View = Own(view);

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor);
        return tensor;
    }
}
