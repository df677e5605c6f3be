using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Own parameters first, then the children's; a tensor that appears twice is listed under its first name.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (parameterName, parameter) in _internal_params)
                {
                    if (seen.Add(parameter.RawHandle))
                        yield return (parameterName, parameter);
                }
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _internal_submodules)
                {
                    foreach (var (parameterName, parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter.RawHandle))
                            yield return ($"{childName}.{parameterName}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>Persistent buffers only: as in the package, <paramref name="include_nonpersistent"/> has no effect.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (bufferName, (buffer, persistent)) in _internal_buffers)
                {
                    if (persistent && seen.Add(buffer.RawHandle))
                        yield return (bufferName, buffer);
                }
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _internal_submodules)
                {
                    foreach (var (bufferName, buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer.RawHandle))
                            yield return ($"{childName}.{bufferName}", buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>Every module below this one (itself not): the children, then each child's own.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                    yield return child;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (moduleName, module) in child.named_modules())
                        yield return ($"{childName}.{moduleName}", module);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual bool has_buffer(string target) =>
                _internal_buffers.ContainsKey(target)
                || Owner(target) is var (child, rest) && child.has_buffer(rest);

            public virtual bool has_parameter(string target) =>
                _internal_params.ContainsKey(target)
                || Owner(target) is var (child, rest) && child.has_parameter(rest);

            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var entry))
                    return entry.Item1;
                return Owner(target) is var (child, rest) ? child.get_buffer(rest) : null;
            }

            public virtual Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var parameter))
                    return parameter;
                return Owner(target) is var (child, rest) ? child.get_parameter(rest) : null;
            }

            // "encoder.0.weight" -> the child "encoder" and the rest "0.weight".
            private (Module child, string rest)? Owner(string target)
            {
                var dot = target.IndexOf('.');
                if (dot < 0)
                    return null;
                foreach (var (childName, child) in named_children())
                {
                    if (target.AsSpan(0, dot).SequenceEqual(childName))
                        return (child, target[(dot + 1)..]);
                }
                return null;
            }
        }
    }
}
