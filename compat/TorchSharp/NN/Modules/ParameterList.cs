using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Parameters under the names 0, 1, ...</summary>
        public class ParameterList : nn.Module, IList<Parameter>
        {
            private readonly List<Parameter> _list = [];
            private bool _registered;

            public ParameterList(params Parameter[] parameters)
                : base(nameof(ParameterList)) => append(parameters);

            public int Count => _list.Count;

            public bool IsReadOnly => false;

            public Parameter this[int index]
            {
                get => _list[index];
                set => _list[index] = value;
            }

            public void Add(Parameter item) => _list.Add(item);

            public void append(params Parameter[] parameters)
            {
                if (parameters is not null)
                    _list.AddRange(parameters);
            }

            public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

            public void Clear() => _list.Clear();

            // By reference throughout: Tensor.Equals compares values.
            public bool Contains(Parameter item) => IndexOf(item) >= 0;

            public int IndexOf(Parameter item) => _list.FindIndex(parameter => ReferenceEquals(parameter, item));

            public bool Remove(Parameter item)
            {
                var index = IndexOf(item);
                if (index >= 0)
                    _list.RemoveAt(index);
                return index >= 0;
            }

            public void Insert(int index, Parameter item) => _list.Insert(index, item);

            public void RemoveAt(int index) => _list.RemoveAt(index);

            public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

            public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                _list.Select((parameter, index) => ($"{index}", parameter));

            public override bool has_parameter(string target) => get_parameter(target) is not null;

            public override Parameter? get_parameter(string target) =>
                int.TryParse(target, out var index) && index >= 0 && index < _list.Count ? _list[index] : null;

            protected override void RegisterComponents()
            {
                if (_registered)
                    return;
                for (var i = 0; i < _list.Count; i++)
                    register_parameter($"{i}", _list[i]);
                _registered = true;
            }

            protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                for (var i = 0; i < _list.Count; i++)
                {
                    if (!ReplaceParameter(dtype, device, _list[i], out var replacement))
                        continue;
                    _list[i].Dispose();
                    _list[i] = replacement!;
                    if (_registered)
                        ConditionallyRegisterParameter($"{i}", replacement);
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}
