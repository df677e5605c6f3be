using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Relu = new("aten::relu");
            private static readonly Operator ReluInPlace = new("aten::relu_");
            private static readonly Operator Gelu = new("aten::gelu");
            private static readonly Operator GeluInPlace = new("aten::gelu_");
            private static readonly Operator Silu = new("aten::silu");
            private static readonly Operator SiluInPlace = new("aten::silu_");
            private static readonly Operator SigmoidOperator = new("aten::sigmoid");
            private static readonly Operator SigmoidInPlace = new("aten::sigmoid_");
            private static readonly Operator TanhOperator = new("aten::tanh");
            private static readonly Operator TanhInPlace = new("aten::tanh_");
            private static readonly Operator SoftplusOperator = new("aten::softplus");
            private static readonly Operator Glu = new("aten::glu");
            private static readonly Operator SoftmaxOperator = new("aten::softmax", "int");
            private static readonly Operator LogSoftmaxOperator = new("aten::log_softmax", "int");

            public static Tensor relu(Tensor x, bool inplace = false) => Apply(Relu, ReluInPlace, x, inplace);

            public static Tensor gelu(Tensor x) => Gelu.Call(x);

            public static Tensor gelu(Tensor x, bool inplace) => Apply(Gelu, GeluInPlace, x, inplace);

            public static Tensor silu(Tensor x, bool inplace = false) => Apply(Silu, SiluInPlace, x, inplace);

            public static Tensor sigmoid(Tensor x) => SigmoidOperator.Call(x);

            public static Tensor sigmoid(Tensor x, bool inplace) => Apply(SigmoidOperator, SigmoidInPlace, x, inplace);

            public static Tensor tanh(Tensor x, bool inplace = false) => Apply(TanhOperator, TanhInPlace, x, inplace);

            /// <summary>log(1 + exp(beta x)) / beta, and x itself where beta x exceeds the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => SoftplusOperator.Call(x, beta, threshold);

            /// <summary>The first half of the dimension times the sigmoid of the second.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Glu.Call(input, dim);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => SoftmaxOperator.Call(input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => LogSoftmaxOperator.Call(x, dim);

            // In place too the result is a handle of its own, which its owner disposes without touching x.
            private static Tensor Apply(Operator pure, Operator inPlace, Tensor x, bool inplace) =>
                inplace ? inPlace.InPlace(x).alias() : pure.Call(x);
        }
    }
}
