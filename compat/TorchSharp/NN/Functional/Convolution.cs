using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Conv1dOperator = new("aten::conv1d");
            private static readonly Operator Conv1dPadded = new("aten::conv1d", "padding");

            /// <summary>[batch, in, length] with weight [out, in / groups, kernel]: out[t] = Σₖ w[k] x[stride t + dilation k - padding].</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Conv1dOperator.Call(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, groups);

            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                Conv1dPadded.Call(input, weight, bias, new[] { stride ?? 1 }, padding == Padding.Same ? "same" : "valid", new[] { dilation ?? 1 }, groups);
        }
    }
}
