using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator OneHotOperator = new("aten::one_hot");

            /// <summary>[*] of int64 -> [*, num_classes] of int64; -1 takes the largest index plus one.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                    throw new ArgumentException($"one_hot takes indices of type Int64, not {x.dtype}.", nameof(x));
                return OneHotOperator.Call(x, num_classes);
            }
        }
    }
}
