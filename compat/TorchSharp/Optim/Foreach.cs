using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>libtorch's operators over lists of tensors: one call each, and on CUDA a few kernels for the whole list.</summary>
internal static class Foreach
{
    private static readonly Operator AddListInPlace = new("aten::_foreach_add_", "List");
    private static readonly Operator AddScalarInPlace = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator AddcdivInPlace = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Operator AddcmulInPlace = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator DivInPlace = new("aten::_foreach_div_", "Scalar");
    private static readonly Operator MulInPlace = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator NegOperator = new("aten::_foreach_neg");
    private static readonly Operator NormOperator = new("aten::_foreach_norm", "Scalar");
    private static readonly Operator SqrtOperator = new("aten::_foreach_sqrt");

    public static void Add_(Tensor[] tensors, Tensor[] others, double alpha) => AddListInPlace.Run(tensors, others, alpha);

    public static void Add_(Tensor[] tensors, double number) => AddScalarInPlace.Run(tensors, number);

    public static void Addcdiv_(Tensor[] tensors, Tensor[] numerators, Tensor[] denominators, double value) =>
        AddcdivInPlace.Run(tensors, numerators, denominators, value);

    public static void Addcmul_(Tensor[] tensors, Tensor[] left, Tensor[] right, double value) =>
        AddcmulInPlace.Run(tensors, left, right, value);

    public static void Div_(Tensor[] tensors, double number) => DivInPlace.Run(tensors, number);

    public static void Mul_(Tensor[] tensors, double number) => MulInPlace.Run(tensors, number);

    public static Tensor[] Neg(Tensor[] tensors) => NegOperator.CallList((Arg)tensors);

    public static Tensor[] Norm(Tensor[] tensors, double order) => NormOperator.CallList(tensors, order);

    public static Tensor[] Sqrt(Tensor[] tensors) => SqrtOperator.CallList((Arg)tensors);
}
