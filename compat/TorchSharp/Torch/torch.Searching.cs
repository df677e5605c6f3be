using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Op.SearchsortedTensor.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
        Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique_consecutive(return_inverse, return_counts, dim);

    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor clone(Tensor input) => input.clone();

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        Op.SearchsortedScalar.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Op.Cdist.Call(x1, x2, p, (long)compute_mode);

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        Op.Combinations.Call(input, (long)r, with_replacement);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => Op.Gather.Call(input, dim, index, sparse_grad);
}
