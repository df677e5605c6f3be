namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(IList<(float, float)> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements(rawArray), dimensions, ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float)[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(rawArray, [rawArray.Length], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float)[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(rawArray, dimensions, ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor(IList<(float, float)> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements(rawArray), [rawArray.Count], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor(IList<(float, float)> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements(rawArray), [rows, columns], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor(IList<(float, float)> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor(IList<(float, float)> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float)[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements<(float, float)>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1)], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float)[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements<(float, float)>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1), rawArray.GetLongLength(2)], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float)[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<(float, float)>(Elements<(float, float)>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1), rawArray.GetLongLength(2), rawArray.GetLongLength(3)], ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad, names);

    public static Tensor tensor((float, float) scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromScalar(scalar, ScalarType.ComplexFloat32, dtype ?? ScalarType.ComplexFloat32, device, requires_grad);
}
