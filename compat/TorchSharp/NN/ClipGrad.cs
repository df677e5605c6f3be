using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>
            /// Scales all gradients in place by min(1, max_norm / (norm + 1e-6)), the norm being that of all of them as one
            /// vector, which is returned as it was before.
            /// </summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0)
                    return 0.0;
                var norms = Array.ConvertAll(Foreach.Norm(gradients, norm_type), norm => norm.to(gradients[0].device));
                var total = linalg.vector_norm(stack(norms), norm_type).to(ScalarType.Float64).item<double>();
                var coefficient = max_norm / (total + 1e-6);
                if (coefficient < 1.0 || double.IsNaN(coefficient))
                    Foreach.Mul_(gradients, coefficient);
                return total;
            }

            /// <summary>Limits every element of the gradients to [-clip_value, clip_value], in place.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors))
                    gradient.clamp_(-clip_value, clip_value);
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) =>
                [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }
}
