using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A table of vectors, looked up by index: [*] of int64 -> [*, embedding_dims].</summary>
        public sealed class Embedding : nn.Module<Tensor, Tensor>
        {
            private readonly long _paddingIndex;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _scaleGradByFrequency;
            private readonly bool _sparse;

            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;

            internal Embedding(Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
                : base(nameof(Embedding))
            {
                _maxNorm = max_norm;
                _normType = norm_type;
                _scaleGradByFrequency = scale_grad_by_freq;
                _sparse = sparse;
                _paddingIndex = PaddingRow(table.shape[0], padding_idx);
                weight = table;
            }

            [DisallowNull]
            public Parameter? weight
            {
                get => _weight;
                set
                {
                    Owned.Replace(ref _weight, value);
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

            /// <summary>Rows ~ N(0, 1), the padding row zero.</summary>
            internal static Parameter NewTable(long rows, long dimensions, long? padding_idx, Device? device, ScalarType? dtype)
            {
                var table = new Parameter(empty([rows, dimensions], dtype, device));
                nn.init.normal_(table);
                var padding = PaddingRow(rows, padding_idx);
                if (padding >= 0)
                {
                    using var guard = no_grad();
                    using var row = table.select(0, padding);
                    row.zero_();
                }
                return table;
            }

            public override Tensor forward(Tensor input)
            {
                if (_maxNorm is { } norm)
                {
                    using var guard = no_grad();
                    EmbeddingOperators.Renormalise(_weight!, input, norm, _normType);
                }
                return EmbeddingOperators.Lookup(_weight!, input, _paddingIndex, _scaleGradByFrequency, _sparse);
            }

            private static long PaddingRow(long rows, long? padding_idx)
            {
                if (padding_idx is not { } index)
                    return -1;
                if (index < -rows || index >= rows)
                    throw new ArgumentException($"padding_idx {index} is outside the embedding's {rows} rows.", nameof(padding_idx));
                return index < 0 ? index + rows : index;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(Modules.Embedding.NewTable(num_embeddings, embedding_dims, padding_idx, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                // A handle of its own on the same memory: the caller's tensor stays his.
                using var guard = no_grad();
                using var converted = embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device);
                var table = new Parameter(converted.detach(), requires_grad: !freeze);
                return new(table, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
