using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules by name, in the order of insertion; registered once, when the dictionary itself is.</summary>
        public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
            where T : nn.Module
        {
            private readonly OrderedDict<string, T> _entries = [];
            private bool _registered;

            public ModuleDict()
                : base(nameof(ModuleDict<T>))
            {
            }

            public int Count => _entries.Count;

            public bool IsReadOnly => false;

            public ICollection<string> Keys => _entries.Keys;

            public ICollection<T> Values => _entries.Values;

            public (string, T) this[int index]
            {
                get => _entries[index];
                set => _entries[index] = value;
            }

            public T this[string key]
            {
                get => _entries[key];
                set => _entries[key] = value;
            }

            public IEnumerable<string> keys() => Keys;

            public IEnumerable<T> values() => Values;

            public IEnumerator<(string, T)> items() => GetEnumerator();

            public void clear() => Clear();

            public void Add((string, T) item) => _entries.Add(item);

            public void Add(string key, T value) => _entries.Add(key, value);

            public void Add(KeyValuePair<string, T> item) => _entries.Add(item);

            public void Insert(int index, (string, T) item) => _entries.Insert(index, item);

            public void Clear() => _entries.Clear();

            public bool Remove(string key) => _entries.Remove(key);

            public bool Remove((string, T) item) => _entries.Remove(item);

            public bool Remove(KeyValuePair<string, T> item) => _entries.Remove(item);

            public void RemoveAt(int index) => _entries.RemoveAt(index);

            public bool ContainsKey(string key) => _entries.ContainsKey(key);

            public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _entries.TryGetValue(key, out value);

            public bool Contains((string, T) item) => _entries.Contains(item);

            public bool Contains(KeyValuePair<string, T> item) => _entries.Contains(item);

            public int IndexOf((string, T) item) => _entries.IndexOf(item);

            public void CopyTo((string, T)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

            public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

            public IEnumerator<(string, T)> GetEnumerator() => _entries.GetEnumerator();

            IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
                ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            protected override void RegisterComponents()
            {
                if (_registered)
                    return;
                foreach (var (name, module) in _entries)
                    register_module(name, module);
                _registered = true;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach (var entry in modules)
                    dictionary.Add(entry);
                return dictionary;
            }
        }
    }
}
