using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The autograd engine.</summary>
    public static partial class autograd
    {
        /// <summary>
        /// The gradients of <paramref name="outputs"/> by <paramref name="inputs"/>, in their order; null for an input that
        /// was not used (only with <paramref name="allow_unused"/>).
        /// </summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            nint[] outs = Handles.Of(outputs), ins = Handles.Of(inputs), gradients = Handles.Of(grad_outputs);
            var results = new nint[ins.Length];
            fixed (nint* o = outs, i = ins, g = gradients, r = results)
            {
                Engine.Depth++;
                bool done = Native.st_grad(
                    o, outs.Length, i, ins.Length, g, gradients.Length, retain_graph || create_graph, create_graph, allow_unused, r);
                Engine.Depth--;
                NativeError.Check(done);
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle)).ToList();
        }

        /// <summary>Accumulates the gradients of <paramref name="tensors"/> into the leaves (or <paramref name="inputs"/> only).</summary>
        public static unsafe void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            nint[] roots = Handles.Of(tensors), gradients = Handles.Of(grad_tensors), ins = Handles.Of(inputs);
            fixed (nint* t = roots, g = gradients, i = ins)
            {
                Engine.Depth++;
                bool done = Native.st_backward(
                    t, roots.Length, g, gradients.Length, retain_graph ?? create_graph, create_graph, i, ins.Length);
                Engine.Depth--;
                NativeError.Check(done);
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor,
            Tensor grad_tensor,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
