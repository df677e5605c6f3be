using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>All elements of all parameters, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.reshape(-1)).ToList()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies slices of the vector into the parameters, in order.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToList();
                var elements = parameters.Sum(parameter => parameter.numel());
                if (vec.ndim != 1 || vec.shape[0] != elements)
                    throw new ArgumentException($"The parameters have {elements} elements; the vector has shape [{string.Join(", ", vec.shape)}].", nameof(vec));
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var offset = 0L;
                foreach (var parameter in parameters)
                {
                    parameter.copy_(vec.narrow(0, offset, parameter.numel()).view_as(parameter));
                    offset += parameter.numel();
                }
            }
        }
    }
}
