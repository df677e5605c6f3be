using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator VectorNorm = new("aten::linalg_vector_norm");
            private static readonly Operator LayerNormOperator = new("aten::layer_norm");
            private static readonly Operator BatchNormOperator = new("aten::batch_norm");

            /// <summary>x / max(‖x‖ₚ, eps) along one dimension.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var norm = VectorNorm.Call(input, p, new[] { dim }, true);
                using var divisor = norm.clamp_min(eps);
                return input.div(divisor);
            }

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                LayerNormOperator.Call(input, normalized_shape, weight, bias, eps);

            /// <summary>Channels are dimension 1; while training, the running statistics are updated in place.</summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                BatchNormOperator.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);
        }
    }
}
