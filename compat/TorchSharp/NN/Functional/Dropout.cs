using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator DropoutOperator = new("aten::dropout");
            private static readonly Operator DropoutInPlace = new("aten::dropout_");
            private static readonly Operator FeatureDropout = new("aten::feature_dropout");
            private static readonly Operator FeatureDropoutInPlace = new("aten::feature_dropout_");

            /// <summary>Zeroes each element with probability p and scales the rest by 1 / (1 - p); without training, nothing.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? DropoutInPlace.InPlace(input, p, training).alias() : DropoutOperator.Call(input, p, training);

            /// <summary>The same by whole channels of [batch, channels, length].</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? FeatureDropoutInPlace.InPlace(input, p, training).alias() : FeatureDropout.Call(input, p, training);
        }
    }
}
