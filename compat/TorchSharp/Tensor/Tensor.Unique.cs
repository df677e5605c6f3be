namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The distinct values, then where each element went and how often each occurs (null unless asked for).</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Keep(
                dim is { } d
                    ? Interop.Op.UniqueDim.CallThree(this, d, sorted, return_inverse, return_counts)
                    : Interop.Op.RawUnique2.CallThree(this, sorted, return_inverse, return_counts),
                return_inverse,
                return_counts);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Keep(Interop.Op.UniqueConsecutive.CallThree(this, return_inverse, return_counts, dim), return_inverse, return_counts);

        private static (Tensor, Tensor?, Tensor?) Keep((Tensor Output, Tensor Inverse, Tensor Counts) all, bool inverse, bool counts)
        {
            if (!inverse)
            {
                all.Inverse.Dispose();
            }
            if (!counts)
            {
                all.Counts.Dispose();
            }
            return (all.Output, inverse ? all.Inverse : null, counts ? all.Counts : null);
        }
    }
}
