using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(Complex scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromScalar(scalar, ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad);

    public static Tensor tensor(IList<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements(rawArray), dimensions, ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Complex[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray, [rawArray.Length], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Complex[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray, dimensions, ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(IList<Complex> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements(rawArray), [rawArray.Count], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(IList<Complex> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements(rawArray), [rows, columns], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Complex[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements<Complex>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1)], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Complex[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements<Complex>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1), rawArray.GetLongLength(2)], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Complex[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Elements<Complex>(rawArray), [rawArray.GetLongLength(0), rawArray.GetLongLength(1), rawArray.GetLongLength(2), rawArray.GetLongLength(3)], ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);

    public static Tensor tensor(Memory<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray.Span, dimensions, ScalarType.ComplexFloat64, dtype ?? ScalarType.ComplexFloat64, device, requires_grad, names);
}
