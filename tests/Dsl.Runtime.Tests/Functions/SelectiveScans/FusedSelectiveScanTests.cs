using SerpentDsl.Functions;
using SerpentDsl.Kernels.SelectiveScans;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.SelectiveScans;

/// <summary>The fused selective scan compared with the reference path, which is tested by itself.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedSelectiveScanTests
{
    /// <summary>Batch, length, features, state, groups of B, groups of C (0: weights of the channels).</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 1 },
        { 1, 1, 5, 16, 1, 1 }, // fewer channels than lanes
        { 2, 7, 33, 3, 1, 1 }, // no multiple of anything
        { 1, 33, 16, 4, 1, 1 }, // one position more than a chunk
        { 3, 65, 37, 16, 1, 1 },
        { 2, 40, 6, 5, 2, 3 }, // groups that cut the channels differently
        { 1, 70, 48, 6, 3, 1 },
        { 1, 50, 40, 9, 0, 1 },
        { 2, 37, 20, 8, 1, 0 },
        { 2, 64, 19, 7, 0, 0 },
        { 2, 21, 36, 4, 6, 0 },
        { 1, 100, 130, 64, 1, 1 },
        { 2, 34, 18, 128, 2, 1 },
        { 4, 96, 272, 2, 1, 1 }, // tiles of several registers
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_those_of_the_plain_path(
        int batch, int length, int features, int size, int groupsOfB, int groupsOfC)
    {
        using var scope = NewDisposeScope();
        manual_seed(length + features);
        ScanCase.Random(batch, length, features, size, groupsOfB, groupsOfC).AssertExact();
    }

    [Fact]
    public void Random_shapes_agree_too()
    {
        var random = new Random(11);
        for (var i = 0; i < 25; i++)
        {
            using var scope = NewDisposeScope();
            manual_seed(i);
            int groups = random.Next(1, 4), features = groups * random.Next(1, 30);
            ScanCase.Random(
                random.Next(1, 4),
                random.Next(1, 110),
                features,
                random.Next(1, 21),
                random.Next(2) * groups,
                random.Next(2)).AssertExact();
        }
    }

    [Fact]
    public void Whatever_may_be_missing_is_not_missed()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var full = ScanCase.Random(2, 45, 21, 6);
        full.With(inputs => inputs with { Z = null }).AssertExact();
        full.With(inputs => inputs with { D = null }).AssertExact();
        full.With(inputs => inputs with { DeltaBias = null }).AssertExact();
        full.With(inputs => inputs with { Initial = null }).AssertExact();
        // Where Δ is negative the state grows, and every rounding with it.
        var positive = full.With(inputs => inputs with { Delta = inputs.Delta.abs(), DeltaBias = inputs.DeltaBias!.abs() });
        positive.With(inputs => inputs with { Softplus = false }).AssertExact();
        full.With(
            inputs =>
                inputs with
                {
                    Z = null,
                    D = null,
                    DeltaBias = null,
                    Initial = null,
                    Softplus = false,
                    Delta = inputs.Delta.abs(),
                }).AssertExact();
    }

    [Fact]
    public void Operands_and_gradients_of_any_strides_are_read()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var full = ScanCase.Random(3, 41, 22, 5, 2, 1);

        // The last axis is not contiguous; nor is anything, with neighbours between the features; nor do positions follow each other.
        full.AssertExact(layout: x => x.transpose(0, -1).contiguous().transpose(0, -1));
        full.AssertExact(layout: x => stack([x, x * Scalars.Zero], -1).select(-1, 0));
        full.AssertExact(layout: x => cat([x, x.Plus(1)], -1).narrow(-1, 0, x.shape[^1]));
    }

    [Fact]
    public void Positions_behind_a_sequence_are_never_read_and_have_no_gradient()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        long[] ends = [0, 1, 32, 33, 70];
        var full = ScanCase.Random(5, 70, 23, 5, 1, 0).With(inputs =>
        {
            for (var row = 0; row < ends.Length; row++)
            {
                foreach (var input in new[] { inputs.U, inputs.Delta, inputs.B, inputs.Z! })
                {
                    input[row, (int)ends[row]..].fill_(Scalars.Of(double.NaN));
                }
            }

            return inputs with { Lengths = tensor(ends) };
        });
        full.AssertExact();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_run_has_the_same_bits(int threads)
    {
        using var scope = NewDisposeScope();
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            var full = ScanCase.Random(3, 77, 70, 6);
            var first = full.Run(ScalarType.Float32);
            for (var i = 0; i < 5; i++)
            {
                foreach (var (name, value) in full.Run(ScalarType.Float32))
                {
                    Assert.True(value.Equals(first[name]), name);
                }
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        var full = ScanCase.Random(3, 77, 70, 6);
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = full.Run(ScalarType.Float32);
            set_num_threads(3);
            foreach (var (name, value) in full.Run(ScalarType.Float32))
            {
                Assert.True(value.Equals(alone[name]), name);
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Pieces_joined_by_their_states_are_the_whole()
    {
        using var scope = NewDisposeScope();
        var inputs = ScanCase.Random(2, 100, 35, 6).In(ScalarType.Float32);
        var (whole, end) = SelectiveScan.Apply(inputs);
        foreach (var cut in new long[] { 1, 31, 32, 33, 64, 99 })
        {
            var (head, middle) = SelectiveScan.Apply(Cut(inputs, 0, cut));
            var (tail, last) = SelectiveScan.Apply(Cut(inputs, cut, 100 - cut) with { Initial = middle });
            Tolerance.AssertClose(whole, cat([head, tail], 1), 1e-6, $"outputs, cut at {cut}");
            Tolerance.AssertClose(end, last, 1e-6, $"state, cut at {cut}");
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(30)]
    [InlineData(1e4)]
    [InlineData(1e30)]
    public void Weak_and_strong_decay_neither_overflow_nor_lose_digits(double decay)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        ScanCase.Random(1, 200, 3, 4).With(
            inputs =>
                inputs with
                {
                    A = inputs.A * Scalars.Of(decay),
                    Delta = inputs.Delta.abs().Plus(0.5),
                    Softplus = false,
                    DeltaBias = null,
                }).AssertExact(1e-5);
    }

    [Fact]
    public void Not_a_number_stays_one()
    {
        using var scope = NewDisposeScope();
        var inputs = ScanCase.Random(1, 9, 2, 3).In(ScalarType.Float32);
        inputs.Delta[0, 4, 1] = float.NaN;
        var (y, last) = SelectiveScan.Apply(inputs);
        Assert.Equal(5, y.isnan().sum().item<long>());
        Assert.Equal(3, last.isnan().sum().item<long>());
    }

    [Theory]
    [InlineData(2, 2048, 256, 16)]
    [InlineData(1, 4096, 1536, 16)]
    [InlineData(4, 1000, 130, 64)]
    [InlineData(2, 64, 48, 3)]
    public void What_is_kept_and_what_pieces_share_is_at_most_half_as_much_again_as_the_operands(
        int batch, int length, int features, int size)
    {
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            var shape = new ScanShape(batch, length, features, size, 1, lanes);
            double operands = 4.0 * batch * length * features, shares = 2.0 * shape.TilesPerRun * batch * length * shape.PaddedSize;
            Assert.InRange((shape.CheckpointFloats + shares) / operands, 0, 1.5);
        }
    }

    [Fact]
    public void The_work_is_cut_the_same_way_whatever_the_threads_and_covers_every_channel_once()
    {
        foreach (var (features, runs) in new[] { (1, 1), (7, 1), (130, 2), (272, 1), (48, 48) })
        {
            var shape = new ScanShape(3, 10, features, 4, runs, 16);
            var seen = new int[3 * features];
            for (var i = 0; i < shape.Tiles; i++)
            {
                var tile = shape.Tile(i);
                for (var register = 0; register < tile.Count; register++)
                {
                    var (first, width) = shape.Channels(tile, register);
                    for (var c = first; c < first + width; c++)
                    {
                        seen[(tile.Sequence * features) + c]++;
                    }
                }
            }

            Assert.All(seen, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Live_tensors_are_as_many_after_200_steps()
    {
        using var outer = NewDisposeScope();
        var full = ScanCase.Random(2, 20, 4, 3);
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            full.Run(ScalarType.Float32);
        });
    }

    private static SelectiveScanInputs Cut(SelectiveScanInputs inputs, long from, long length) => inputs with
    {
        U = inputs.U.narrow(1, from, length),
        Delta = inputs.Delta.narrow(1, from, length),
        B = inputs.B.narrow(1, from, length),
        C = inputs.C.narrow(1, from, length),
        Z = inputs.Z!.narrow(1, from, length),
    };
}
