using System.Numerics;
using SerpentDsl.Autograd;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence of <see cref="SelectiveScan"/> (docs/models/mamba.md has the equation) with hand-derived gradients. Works on blocks of
/// positions, with time first and features last. The states of a block exist only while the block is computed, in both passes.
/// </summary>
internal sealed class SelectiveScanFunction : MultiResultFunction<SelectiveScanFunction>
{
    /// <summary>A block's tensors have about this many elements per sequence: a megabyte, so that they stay in cache.</summary>
    private const long BlockElements = 1 << 18;

    private const long ShortestBlock = 16;

    /// <summary>Scans.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="delta">Δ, of the same shape.</param>
    /// <param name="a">State matrix A, <c>[features, state]</c>.</param>
    /// <param name="b">Input weights B, <c>[batch, length, groups, state]</c>.</param>
    /// <param name="c">C, as B, with a number of groups of its own.</param>
    /// <param name="initial">State before, <c>[batch, features, state]</c>.</param>
    /// <param name="givesState">Whether the last state is a result too.</param>
    /// <returns>Outputs, like <paramref name="u"/>, and the state after the last position.</returns>
    public static List<Tensor> Apply(Tensor u, Tensor delta, Tensor a, Tensor b, Tensor c, Tensor initial, bool givesState)
    {
        var groups = b.shape[2] / (long)BigInteger.GreatestCommonDivisor(b.shape[2], c.shape[2]) * c.shape[2];
        return apply(u, delta, a, Regroup(b, groups), Regroup(c, groups), initial, givesState);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Forward(FunctionContext context, object[] arguments)
    {
        var inputs = arguments[..^1].Cast<Tensor>().ToArray();
        var scan = new Blocks(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);
        List<Tensor> boundaries = [], outputs = [];
        var state = scan.ToBlockState(inputs[5]);
        for (long block = 0; block < scan.Count; block++)
        {
            using var inner = NewDisposeScope();
            boundaries.Add(state);
            var states = scan.States(block, scan.Decay(block), state);
            outputs.Add(RealSum(scan.Of(scan.C, block).transpose(3, 4).matmul(states)).MoveToOuterDisposeScope());
            state = states.select(0, scan.Length - 1).clone().MoveToOuterDisposeScope();
        }

        context.Save(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], stack(boundaries));
        var output = scan.FromBlocks(cat(outputs));
        return (bool)arguments[^1] ? [output, scan.FromBlockState(state)] : [output];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients)
    {
        var saved = context.Saved;
        var scan = new Blocks(saved[0], saved[1], saved[2], saved[3], saved[4]);
        var boundaries = saved[5];
        var outputs = scan.ToBlocks(gradients[0]);
        var carried = scan.ToBlockState(
            gradients.ElementAtOrDefault(1) ?? zeros([saved[0].shape[0], .. saved[2].shape], saved[2].dtype, saved[2].device));
        List<Tensor> forU = [], forDelta = [], forB = [], forC = [];
        var forA = zeros_like(scan.A);
        for (var block = scan.Count - 1; block >= 0; block--)
        {
            using var inner = NewDisposeScope();
            var boundary = boundaries.select(0, block);
            var (u, delta, b, c) = (scan.Of(scan.U, block), scan.Of(scan.Delta, block), scan.Of(scan.B, block), scan.Of(scan.C, block));
            var decay = scan.Decay(block);
            var states = scan.States(block, decay, boundary);
            var gradient = scan.Of(outputs, block);
            var output = scan.A.is_complex() ? gradient * Scalars.Two : gradient;

            // g_l = C_l ∂y_l + e^{Δ_{l+1}A} g_{l+1}; the block after this one has left its share in `carried`.
            var g = Conjugate(c) * output;
            g.select(0, scan.Length - 1).AddInPlace(carried);
            TimeVaryingRecurrence.Solve(
                Conjugate(cat([decay.narrow(0, 1, scan.Length - 1), decay.narrow(0, 0, 1)])).contiguous(), g, scan.Chunks, backwards: true);

            forC.Add(Conjugate(states).matmul(output.to(states.dtype).transpose(3, 4)).MoveToOuterDisposeScope());
            var driven = delta * u;
            forB.Add(g.matmul(driven.to(g.dtype).transpose(3, 4)).MoveToOuterDisposeScope());
            var throughB = Real(Conjugate(b).transpose(3, 4).matmul(g));
            forU.Add((throughB * delta).MoveToOuterDisposeScope());
            carried = (Conjugate(decay.select(0, 0)) * g.select(0, 0)).MoveToOuterDisposeScope();

            // The gradient with respect to the exponent Δ_l A: g_l e^{Δ_l A} h_{l−1}.
            var before = cat([boundary.unsqueeze(0), states.narrow(0, 0, scan.Length - 1)]);
            var exponent = Conjugate(decay.mul_(before)) * g;
            forDelta.Add(Real((exponent * Conjugate(scan.A)).sum([3], keepdim: true)).Plus(throughB * u).MoveToOuterDisposeScope());
            forA.AddInPlace((exponent * delta).sum([0, 1], keepdim: true));
        }

        return
        [
            scan.FromBlocks(Join(forU)), scan.FromBlocks(Join(forDelta)), scan.FromBlockA(forA),
            scan.FromBlockWeights(Join(forB)), scan.FromBlockWeights(Join(forC)), scan.FromBlockState(carried), null!,
        ];
    }

    private static Tensor Join(List<Tensor> blocks)
    {
        blocks.Reverse();
        return cat(blocks);
    }

    private static Tensor Regroup(Tensor weights, long groups) =>
        weights.shape[2] == groups ? weights : weights.repeat_interleave(groups / weights.shape[2], 2);

    private static Tensor Conjugate(Tensor x) => x.is_complex() ? x.conj() : x;

    private static Tensor Real(Tensor x) => x.is_complex() ? x.real : x;

    // A complex state represents itself and its conjugate.
    private static Tensor RealSum(Tensor x) => x.is_complex() ? x.real * Scalars.Two : x;

    /// <summary>The operands cut into blocks of equal length, zeros after the end: there Δ = 0, which leaves the state alone.</summary>
    private sealed class Blocks
    {
        private readonly long _batch;
        private readonly long _total;
        private readonly long _groups;
        private readonly long _features;
        private readonly long _size;

        public Blocks(Tensor u, Tensor delta, Tensor a, Tensor b, Tensor c)
        {
            (_batch, _total, _groups, _features, _size) = (u.shape[0], u.shape[1], b.shape[2], a.shape[0], a.shape[1]);
            var longest = Math.Max(ShortestBlock, BlockElements / (_features * _size));
            Count = (_total + longest - 1) / longest;
            (Chunks, var chunkLength) = TimeVaryingRecurrence.Plan((_total + Count - 1) / Count, _batch * _features * _size);
            Length = Chunks * chunkLength;
            U = ToBlocks(u);
            Delta = ToBlocks(delta);
            A = a.view(1, 1, _groups, _features / _groups, _size).transpose(3, 4).contiguous();
            B = ToBlockWeights(b);
            C = ToBlockWeights(c);
        }

        /// <summary>Number of blocks.</summary>
        public long Count { get; }

        /// <summary>Positions of a block.</summary>
        public long Length { get; }

        /// <summary>Chunks that a block's scan is made in.</summary>
        public long Chunks { get; }

        /// <summary>Inputs, <c>[padded length, batch, groups, 1, features of a group]</c>.</summary>
        public Tensor U { get; }

        /// <summary>Step sizes, like <see cref="U"/>.</summary>
        public Tensor Delta { get; }

        /// <summary>State matrix, <c>[1, 1, groups, state, features of a group]</c>.</summary>
        public Tensor A { get; }

        /// <summary>Input weights, <c>[padded length, batch, groups, state, 1]</c>.</summary>
        public Tensor B { get; }

        /// <summary>Output weights, like <see cref="B"/>.</summary>
        public Tensor C { get; }

        public Tensor Of(Tensor x, long block) => x.narrow(0, block * Length, Length);

        /// <summary>e^{ΔA} of a block.</summary>
        public Tensor Decay(long block) => (Of(Delta, block) * A).exp_();

        /// <summary>The states of a block, <c>[length, batch, groups, state, features of a group]</c>.</summary>
        public Tensor States(long block, Tensor decay, Tensor before)
        {
            var states = Of(B, block) * (Of(Delta, block) * Of(U, block));
            states.select(0, 0).AddInPlace(decay.select(0, 0) * before);
            TimeVaryingRecurrence.Solve(decay, states, Chunks, backwards: false);
            return states;
        }

        public Tensor ToBlocks(Tensor x) => Pad(x.transpose(0, 1).reshape(_total, _batch, _groups, 1, _features / _groups));

        public Tensor FromBlocks(Tensor x) => x.narrow(0, 0, _total).reshape(_total, _batch, _features).transpose(0, 1).contiguous();

        public Tensor FromBlockWeights(Tensor x) =>
            x.narrow(0, 0, _total).reshape(_total, _batch, _groups, _size).transpose(0, 1).contiguous();

        public Tensor FromBlockA(Tensor x) => x.transpose(3, 4).reshape(_features, _size);

        public Tensor ToBlockState(Tensor x) => x.view(_batch, _groups, _features / _groups, _size).transpose(2, 3).contiguous();

        public Tensor FromBlockState(Tensor x) => x.transpose(2, 3).reshape(_batch, _features, _size);

        private Tensor ToBlockWeights(Tensor x) => Pad(x.transpose(0, 1).unsqueeze(-1));

        private Tensor Pad(Tensor x)
        {
            var missing = (Count * Length) - _total;
            return missing == 0 ? x.contiguous() : cat([x, zeros([missing, .. x.shape.Skip(1)], x.dtype, x.device)]);
        }
    }
}
