using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                bool value = Native.st_tensor_requires_grad(Handle);
                GC.KeepAlive(this);
                return value;
            }

            set
            {
                NativeError.Check(Native.st_tensor_set_requires_grad(Handle, value));
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf
        {
            get
            {
                bool value = Native.st_tensor_is_leaf(Handle);
                GC.KeepAlive(this);
                return value;
            }
        }

        /// <summary>The accumulated gradient, as a new reference to it; null while there is none.</summary>
        public Tensor? grad
        {
            get
            {
                nint gradient = Native.st_tensor_grad(Handle);
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                NativeError.Check(Native.st_tensor_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            NativeError.Check(Native.st_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        public Tensor detach() => Op.Detach.Call(this);

        public Tensor detach_() => Op.Detach_.InPlace(this);

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
