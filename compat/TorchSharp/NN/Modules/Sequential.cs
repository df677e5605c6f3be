using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A chain of modules: each one's result is the next one's input and is disposed after it.</summary>
        public class Sequential : nn.Module<Tensor, Tensor>
        {
            private readonly List<(string Name, nn.IModule<Tensor, Tensor> Stage)> _stages = [];

            internal Sequential()
                : base(nameof(Sequential))
            {
            }

            protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
                : this()
            {
                foreach (var (name, module) in modules)
                    Add(name, module);
            }

            protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
                : this()
            {
                foreach (var module in modules)
                    Add(module);
            }

            public int Count => _stages.Count;

            [IndexerName("SequentialItems")]
            public nn.IModule<Tensor, Tensor> this[int index] => _stages[index].Stage;

            [IndexerName("SequentialItems")]
            public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

            [IndexerName("SequentialItems")]
            public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

            public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
            {
                Add(name, module);
                return this;
            }

            public Sequential append(nn.IModule<Tensor, Tensor> module)
            {
                Add(module);
                return this;
            }

            public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                if (!recurse)
                    yield break;
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (parameterName, parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter.RawHandle))
                            yield return ($"{childName}.{parameterName}", parameter);
                    }
                }
            }

            public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
            {
                if (!recurse)
                    yield break;
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (bufferName, buffer) in child.named_buffers(true, include_persistent))
                    {
                        if (seen.Add(buffer.RawHandle))
                            yield return ($"{childName}.{bufferName}", buffer);
                    }
                }
            }

            public override IEnumerable<(string name, nn.Module module)> named_children() =>
                _stages.Select(stage => (stage.Name, (nn.Module)stage.Stage));

            public override nn.Module apply(Action<nn.Module> fn)
            {
                foreach (var child in children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            public override Tensor forward(Tensor tensor)
            {
                if (_stages.Count == 0)
                    return tensor.alias();
                var result = _stages[0].Stage.call(tensor);
                for (var i = 1; i < _stages.Count; i++)
                {
                    using var input = result;
                    result = _stages[i].Stage.call(input);
                }
                return result;
            }

            internal void Add(nn.IModule<Tensor, Tensor> module) => Add($"{_stages.Count}", module);

            internal void Add(string name, nn.IModule<Tensor, Tensor> module) => _stages.Add((name, module));

            private Sequential Slice(int start, int end)
            {
                if (start < 0 || start > Count)
                    throw new IndexOutOfRangeException($"{start} is not a valid index.");
                if (end < 0 || end > Count)
                    throw new IndexOutOfRangeException($"{end} is not a valid index.");
                var slice = new Sequential();
                for (var i = start; i < end; i++)
                    slice.Add(_stages[i].Name, _stages[i].Stage);
                return slice;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Sequential(modules.AsEnumerable());

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential(modules.AsEnumerable());

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
            {
                var chain = new Sequential();
                foreach (var (name, module) in modules)
                    chain.Add(name, module);
                return chain;
            }

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
            {
                var chain = new Sequential();
                foreach (var module in modules)
                    chain.Add(module);
                return chain;
            }
        }
    }
}
