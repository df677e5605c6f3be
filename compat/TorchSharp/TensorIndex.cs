namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position inside the brackets of an indexed tensor.</summary>
    public readonly struct TensorIndex
    {
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);

        /// <summary>Inserts a dimension of size one.</summary>
        public static readonly TensorIndex None = new(Kind.NewAxis);

        /// <summary>The same as <see cref="None"/>.</summary>
        public static readonly TensorIndex Null = new(Kind.NewAxis);

        public static readonly TensorIndex Colon = Slice();

        private TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            What = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
        }

        internal enum Kind
        {
            NewAxis,
            Single,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        internal Kind What { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Indices { get; }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(FromIndex(index));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        /// <summary>Never called: it makes the compiler prefer TensorIndex to Tensor where both fit.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("A TensorIndex is not a tensor.");

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice((int?, int?) range) => Slice((long?)range.Item1, (long?)range.Item2);

        public static TensorIndex Slice(Range range) =>
            Slice(FromIndex(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : FromIndex(range.End));

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => new(Kind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        private static long FromIndex(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
