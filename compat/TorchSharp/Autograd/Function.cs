using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// The base of custom autograd functions. One instance per type serves all calls, so what a call must remember
        /// belongs in its context.
        /// </summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            internal static T Instance { get; } = new();

            public abstract string Name { get; }

            public static List<Tensor> apply_internal(params object[] vars) => FunctionCall.Apply(
                Instance.Name, Instance.forward_internal, Instance.backward_internal, vars);

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, params object[] vars);

            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);
        }
    }
}
