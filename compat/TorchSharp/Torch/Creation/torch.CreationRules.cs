namespace TorchSharp;

public static partial class torch
{
    private static Tensor WithGrad(Tensor tensor, bool requires_grad)
    {
        if (requires_grad)
        {
            tensor.requires_grad = true;
        }
        return tensor;
    }

    private static void RefuseNames(string[]? names)
    {
        if (names is { Length: > 0 })
        {
            throw new NotSupportedException($"Named dimensions ([{string.Join(", ", names)}]) are not supported here; leave names out.");
        }
    }

    /// <summary>Copies <paramref name="result"/> into the tensor given for it, if there is one.</summary>
    private static Tensor Into(Tensor? target, Tensor result)
    {
        if (target is null)
        {
            return result;
        }
        target.copy_(result);
        result.Dispose();
        return target;
    }

    private static ScalarType TypeOf(Scalar value) => value.Type switch
    {
        ScalarType.Float64 => get_default_dtype(),
        ScalarType.ComplexFloat64 => get_default_dtype() == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32,
        var type => type,
    };
}
