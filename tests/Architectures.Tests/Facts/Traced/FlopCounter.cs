using TorchSharp.Interop;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests.Facts.Traced;

/// <summary>
/// Counts the floating-point operations that a running model really asks libtorch for, operator by operator, by the convention of
/// <c>docs/facts.md</c>. It knows nothing of layers and their statements. An operator that it does not know is an error.
/// </summary>
internal sealed class FlopCounter
{
    /// <summary>Operators that compute nothing: views, copies, indices, comparisons, constants.</summary>
    private static readonly HashSet<string> s_free = new(StringComparer.Ordinal)
    {
        "alias", "arange", "argsort", "as_strided", "bitwise_and", "broadcast_to", "cat", "ceil", "chunk", "clamp", "clamp_max", "clamp_min", "clone", "complex", "conj", "contiguous", "count_nonzero",
        "copy", "detach", "diag_embed", "diagonal", "embedding", "empty", "empty_like", "eq", "expand", "eye", "fill", "flatten", "flip", "floor", "full", "full_like", "gather", "ge",
        "gt", "imag", "index", "index_add", "index_copy", "index_select", "isfinite", "le", "logical_and", "logical_not", "logical_or", "lt", "masked_fill", "max", "maximum", "min",
        "minimum", "movedim", "narrow", "ne", "nonzero", "ones", "ones_like", "pad", "permute", "randint", "rand", "randn", "real", "repeat", "reshape", "resolve_conj", "roll", "round", "scatter",
        "searchsorted", "select", "select_scatter", "slice", "split", "split_with_sizes", "squeeze", "stack", "t", "tensor_split", "tile", "to", "transpose", "tril", "triu", "unbind", "unflatten",
        "unfold", "unsqueeze", "view", "view_as_complex", "view_as_real", "where", "zero", "zeros", "zeros_like",
    };

    /// <summary>Operators with one operation per element of the result.</summary>
    private static readonly HashSet<string> s_pointwise = new(StringComparer.Ordinal)
    {
        "abs", "cos", "elu", "erf", "exp", "expm1", "gelu", "log", "log1p", "neg", "pow", "reciprocal", "relu", "rsqrt", "sigmoid", "silu", "sin", "softplus", "sqrt", "square", "tanh",
    };

    /// <summary>Operators that read each element of their input once.</summary>
    private static readonly HashSet<string> s_reductions = new(StringComparer.Ordinal) { "cumsum", "logsumexp", "mean", "norm", "sum" };

    private double _flops;

    /// <summary>Counts what a piece of work asks for.</summary>
    public static double Count(Action work)
    {
        FlopCounter counter = new();
        Operator.Trace = counter.Add;
        try
        {
            work();
        }
        finally
        {
            Operator.Trace = null;
        }

        return counter._flops;
    }

    private void Add(Operator called, ReadOnlySpan<Arg> arguments, Tensor result)
    {
        string name = called.ToString();
        name = name[(name.IndexOf("::", StringComparison.Ordinal) + 2)..].Split('.')[0].Trim('_');
        if (s_free.Contains(name))
        {
            return;
        }

        Tensor? first = arguments.Length > 0 ? arguments[0].Tensor : null;
        _flops += s_pointwise.Contains(name) ? result.numel() * Real(result) :
            s_reductions.Contains(name) ? first!.numel() * Real(first) :
            OfProduct(name, arguments, result);
    }

    private static double OfProduct(string name, ReadOnlySpan<Arg> arguments, Tensor result)
    {
        Tensor? first = arguments[0].Tensor, second = arguments.Length > 1 ? arguments[1].Tensor : null;
        double elements = result.numel();
        switch (name)
        {
            case "add" or "sub" or "rsub":
                return elements * Real(result);
            case "mul" or "div":
                // Of two complex numbers, or a complex and a real one.
                return elements * (!result.is_complex() ? Real(result) : first!.is_complex() && second?.is_complex() == true ? 6 : 2);
            case "cumprod":
                return elements * (result.is_complex() ? 6 : 1);
            case "mm" or "bmm" or "matmul":
                return elements * first!.shape[^1] * PerProduct(result);
            case "addmm" or "addbmm" or "baddbmm":
                return elements * ((second!.shape[^1] * PerProduct(result)) + 1);
            case "linear":
                return elements * ((first!.shape[^1] * 2) + (arguments.Length > 2 && arguments[2].Tensor is not null ? 1 : 0));
            case "conv1d":
                return elements * ((second!.shape[1] * second.shape[2] * 2) + (arguments.Length > 2 && arguments[2].Tensor is not null ? 1 : 0));
            case "fft_rfft":
                return OfTransforms(2.5, arguments[1].Integer ?? first!.shape[^1], result.numel() / result.shape[^1]);
            case "fft_irfft":
                return OfTransforms(2.5, result.shape[^1], result.numel() / result.shape[^1]);
            case "fft_fft" or "fft_ifft":
                return OfTransforms(5, result.shape[^1], result.numel() / result.shape[^1]);
            case "glu":
                return 2 * elements;
            case "addcmul":
                return 3 * elements;
            case "dropout" or "dropout1d":
                return 2 * elements;
            case "batch_norm" or "layer_norm" or "native_layer_norm":
                // Mean, variance, and the value shifted, scaled, scaled and shifted.
                return 8 * elements;
            default:
                throw new NotSupportedException($"How many operations takes {name}? Write it down here.");
        }
    }

    private static double OfTransforms(double factor, long size, long count) => factor * size * double.Log2(size) * count;

    /// <summary>Parts of a number: none of an integer, two of a complex one.</summary>
    private static int Real(Tensor tensor) => tensor.is_complex() ? 2 : tensor.is_floating_point() ? 1 : 0;

    /// <summary>A product and an addition.</summary>
    private static int PerProduct(Tensor tensor) => tensor.is_complex() ? 8 : 2;
}
