using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What one call of a custom function carries from its forward to its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private nint _native;

            internal AutogradContext()
            {
            }

            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors for backward; one that is changed in place before backward runs makes backward fail.</summary>
            public unsafe void save_for_backward(List<Tensor> tensors)
            {
                nint[] handles = Handles.Of(tensors);
                fixed (nint* pointer = handles)
                {
                    NativeError.Check(Native.st_context_save(Live, pointer, handles.Length));
                }
                GC.KeepAlive(tensors);
            }

            public unsafe List<Tensor> get_saved_variables()
            {
                NativeValue result;
                NativeError.Check(Native.st_context_saved(Live, &result));
                return [.. result.TakeTensors()];
            }

            public void save_data(string key, object value) => _data[key] = value;

            /// <summary>What was saved under <paramref name="key"/>; null when nothing was.</summary>
            public object get_data(string key) => _data.GetValueOrDefault(key)!;

            public unsafe void mark_dirty(List<Tensor> tensors)
            {
                nint[] handles = Handles.Of(tensors);
                fixed (nint* pointer = handles)
                {
                    NativeError.Check(Native.st_context_mark_dirty(Live, pointer, handles.Length));
                }
                GC.KeepAlive(tensors);
            }

            public unsafe void mark_non_differentiable(List<Tensor> tensors)
            {
                nint[] handles = Handles.Of(tensors);
                fixed (nint* pointer = handles)
                {
                    NativeError.Check(Native.st_context_mark_non_differentiable(Live, pointer, handles.Length));
                }
                GC.KeepAlive(tensors);
            }

            public void set_materialize_grads(bool value)
            {
                Native.st_context_set_materialize_grads(Live, value);
                MaterializeGrads = value;
            }

            /// <summary>Nothing to release: the graph owns what was saved.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Connects to the native context for the duration of one forward or backward.</summary>
            internal void Enter(nint native) => _native = native;

            internal void Leave() => _native = 0;

            protected virtual void Dispose(bool disposing)
            {
            }

            private nint Live => _native != 0
                ? _native
                : throw new InvalidOperationException("An AutogradContext can be used only inside the forward or backward it was given to.");
        }
    }
}
