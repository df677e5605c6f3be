using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor reshape(params long[] shape) => Op.Reshape.Call(this, shape);

        public Tensor view(params long[] shape) => Op.View.Call(this, shape);

        public Tensor view_as(Tensor other) => Op.ViewAs.Call(this, other);

        public Tensor ravel() => Op.Ravel.Call(this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Op.FlattenUsingInts.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => Op.UnflattenInt.Call(this, dim, sizes);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Op.SqueezeDim.Call(this, d) : Op.Squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? Op.Squeeze_Dim.InPlace(this, d) : Op.Squeeze_.InPlace(this);

        public Tensor unsqueeze(long dim) => Op.Unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => Op.Unsqueeze_.InPlace(this, dim);

        public Tensor permute(params long[] permutation) => Op.Permute.Call(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => Op.Permute.Call(this, permutation.ToArray());

        public Tensor transpose(long dim0, long dim1) => Op.TransposeInt.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Op.Transpose_.InPlace(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => Op.TransposeInt.Call(this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => Op.TransposeInt.Call(this, dim0, dim1);

        public Tensor t() => Op.T.Call(this);

        public Tensor adjoint() => Op.Adjoint.Call(this);

        public Tensor movedim(long[] source, long[] destination) => Op.MovedimIntlist.Call(this, source, destination);

        public Tensor moveaxis(long[] source, long[] destination) => Op.MovedimIntlist.Call(this, source, destination);

        public Tensor expand(params long[] sizes) => Op.Expand.Call(this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes, isImplicit);

        public Tensor expand_as(Tensor other) => Op.ExpandAs.Call(this, other);

        public Tensor broadcast_to(params long[] shape) => Op.BroadcastTo.Call(this, shape);

        public Tensor repeat(params long[] sizes) => Op.Repeat.Call(this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Op.RepeatInterleaveSelfInt.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Op.RepeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);

        public Tensor tile(long[] reps) => Op.Tile.Call(this, reps);

        public Tensor flip(params long[] dims) => Op.Flip.Call(this, dims);

        public Tensor fliplr() => Op.Fliplr.Call(this);

        public Tensor flipud() => Op.Flipud.Call(this);

        public Tensor roll(long shifts, long? dims = null) => Op.Roll.Call(this, shifts, dims is { } d ? new long[] { d } : []);

        public Tensor roll(long[] shifts, long[] dims) => Op.Roll.Call(this, shifts, dims);

        public Tensor roll(long[] shifts) => Op.Roll.Call(this, shifts);

        public Tensor roll((long, long) shifts, (long, long) dims) =>
            Op.Roll.Call(this, new long[] { shifts.Item1, shifts.Item2 }, new long[] { dims.Item1, dims.Item2 });

        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Op.Rot90.Call(this, k, dims is { } d ? new long[] { d.Item1, d.Item2 } : Arg.Default);

        public Tensor unfold(long dimension, long size, long step) => Op.Unfold.Call(this, dimension, size, step);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => Op.AsStrided.Call(this, size, strides, storageOffset);

        public Tensor atleast_1d() => Op.Atleast1d.Call(this);

        public Tensor atleast_2d() => Op.Atleast2d.Call(this);

        public Tensor atleast_3d() => Op.Atleast3d.Call(this);

        public Tensor diag(long diagonal = 0) => Op.Diag.Call(this, diagonal);

        public Tensor diagflat(long offset = 0) => Op.Diagflat.Call(this, offset);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Op.Diagonal.Call(this, offset, dim1, dim2);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Op.DiagEmbed.Call(this, offset, dim1, dim2);

        public Tensor tril(long diagonal = 0) => Op.Tril.Call(this, diagonal);

        public Tensor tril_(long diagonal = 0) => Op.Tril_.InPlace(this, diagonal);

        public Tensor triu(long diagonal = 0) => Op.Triu.Call(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Op.Triu_.InPlace(this, diagonal);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Op.Roll.Call(this, new long[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new long[] { dims.Item1, dims.Item2, dims.Item3 });

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Op.Roll.Call(this, shifts, dims);

        public Tensor expand(Size sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes.Shape, isImplicit);

        public Tensor unflatten(long dim, Size sizes) => Op.UnflattenInt.Call(this, dim, sizes.Shape);

        public Tensor vander(long N = -1, bool increasing = false) => Op.Vander.Call(this, N < 0 ? Arg.None : N, increasing);
    }
}
