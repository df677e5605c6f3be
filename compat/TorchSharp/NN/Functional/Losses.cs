using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator CrossEntropy = new("aten::cross_entropy_loss");
            private static readonly Operator NegativeLogLikelihood = new("aten::nll_loss_nd");
            private static readonly Operator MeanSquaredError = new("aten::mse_loss");
            private static readonly Operator AbsoluteError = new("aten::l1_loss");
            private static readonly Operator LogisticCrossEntropy = new("aten::binary_cross_entropy_with_logits");

            /// <summary>Of logits [batch, classes, *] against class indices [batch, *] or probabilities of the logits' shape.</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                CrossEntropy.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Of log-probabilities [batch, classes, *] against class indices [batch, *].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                NegativeLogLikelihood.Call(input, target, weight, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                MeanSquaredError.Call(input, target, (long)reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                AbsoluteError.Call(input, target, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                LogisticCrossEntropy.Call(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
