using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Op.Relu.Call(this);

        public Tensor relu_() => Op.Relu_.InPlace(this);

        public Tensor relu6() => Op.Relu6.Call(this);

        public Tensor relu6_() => Op.Relu6_.InPlace(this);

        public Tensor selu() => Op.Selu.Call(this);

        public Tensor selu_() => Op.Selu_.InPlace(this);

        public Tensor silu() => Op.Silu.Call(this);

        public Tensor silu_() => Op.Silu_.InPlace(this);

        public Tensor hardsigmoid() => Op.Hardsigmoid.Call(this);

        public Tensor hardsigmoid_() => Op.Hardsigmoid_.InPlace(this);

        public Tensor hardswish() => Op.Hardswish.Call(this);

        public Tensor hardswish_() => Op.Hardswish_.InPlace(this);

        public Tensor gelu() => Op.Gelu.Call(this);

        public Tensor gelu_() => Op.Gelu_.InPlace(this);

        public Tensor celu() => Op.Celu.Call(this);

        public Tensor celu_() => Op.Celu_.InPlace(this);

        public Tensor celu(Scalar alpha) => Op.Celu.Call(this, alpha);

        public Tensor celu_(Scalar alpha) => Op.Celu_.InPlace(this, alpha);

        public Tensor elu(double alpha = 1) => Op.Elu.Call(this, alpha);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Op.Elu.Call(this, alpha, scale, input_scale);

        public Tensor elu_(double alpha = 1) => Op.Elu_.InPlace(this, alpha);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Op.Elu_.InPlace(this, alpha, scale, input_scale);

        public Tensor leaky_relu(Scalar negative_slope) => Op.LeakyRelu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Op.LeakyRelu_.InPlace(this, negative_slope);

        public Tensor prelu(Tensor target) => Op.Prelu.Call(this, target);

        public Tensor hardtanh(Scalar min, Scalar max) => Op.Hardtanh.Call(this, min, max);

        public Tensor hardtanh_(Scalar min, Scalar max) => Op.Hardtanh_.InPlace(this, min, max);

        public Tensor threshold(Scalar threshold, Scalar value) => Op.Threshold.Call(this, threshold, value);

        public Tensor threshold_(Scalar threshold, Scalar value) => Op.Threshold_.InPlace(this, threshold, value);

        public Tensor glu(long dim = -1) => Op.Glu.Call(this, dim);

        public Tensor log_sigmoid() => Op.LogSigmoid.Call(this);

        public Tensor softplus(double beta = 1, double threshold = 20) => Op.Softplus.Call(this, beta, threshold);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.SoftmaxInt.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.LogSoftmaxInt.Call(this, dim, dtype);

        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => Op.Rrelu.Call(this, lower, upper);

        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => Op.Rrelu_.InPlace(this, lower, upper);
    }
}
