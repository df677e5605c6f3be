using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class StateSpaceDualTests
{
    /// <summary>Batch, length, heads, head size, groups, state, chunk length.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 1, 1 },
        { 2, 13, 4, 3, 2, 5, 1 },
        { 2, 13, 4, 3, 2, 5, 4 },
        { 2, 13, 4, 3, 4, 5, 13 },
        { 1, 13, 6, 1, 3, 7, 16 },
        { 1, 65, 2, 8, 1, 16, 16 },
        { 3, 64, 2, 5, 1, 4, 16 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_the_recurrence_taken_step_by_step(int batch, int length, int heads, int headSize, int groups, int size, int chunk)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        foreach (var perChannel in new[] { false, true })
        {
            var inputs = Random(batch, length, heads, headSize, groups, size, perChannel);
            var (y, last) = StateSpaceDual.Apply(inputs, chunk);
            var (steps, state) = Stepped(inputs, inputs.Initial!);
            Tolerance.AssertClose(steps, y, 1e-12, "y");
            Tolerance.AssertClose(state, last, 1e-12, "last state");
        }
    }

    [Fact]
    public void With_one_channel_per_head_it_is_the_selective_scan()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var dual = Random(2, 37, 6, 1, 2, 5, perChannel: false);
        var (expected, end) = SelectiveScan.Apply(new SelectiveScanInputs
        {
            U = dual.X.squeeze(-1),
            Delta = dual.Delta,
            A = dual.A.unsqueeze(1).repeat(1, 5),
            B = dual.B,
            C = dual.C,
            DeltaBias = dual.DeltaBias,
            Softplus = true,
            D = dual.D,
            Z = dual.Z!.squeeze(-1),
            Initial = dual.Initial!.squeeze(2),
        });
        var (y, last) = StateSpaceDual.Apply(dual with { DeltaLimits = null }, 8);
        Tolerance.AssertClose(expected, y.squeeze(-1), 1e-12, "y");
        Tolerance.AssertClose(end, last.squeeze(2), 1e-12, "state");
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(8, 4)]
    [InlineData(1, 64)]
    public void Gradients_agree_with_differences(int length, int chunk)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var inputs = Random(2, length, 4, 2, 2, 3, perChannel: true) with { Lengths = tensor(new[] { length, length / 2L }) };
        (string Name, Tensor Leaf)[] leaves =
        [
            ("x", inputs.X), ("Δ", inputs.Delta), ("A", inputs.A), ("B", inputs.B), ("C", inputs.C), ("bias", inputs.DeltaBias!),
            ("D", inputs.D!), ("z", inputs.Z!), ("initial", inputs.Initial!),
        ];
        foreach (var (_, leaf) in leaves)
        {
            leaf.requires_grad_(true);
        }

        Tensor forY = randn([2, length, 4, 2], ScalarType.Float64), forState = randn([2, 4, 2, 3], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () =>
            {
                var (y, last) = StateSpaceDual.Apply(inputs, chunk);
                return (y * forY).sum().Plus((last * forState).sum());
            },
            leaves);
    }

    [Theory]
    [InlineData(1e-9, ScalarType.Float32)]
    [InlineData(30.0, ScalarType.Float32)]
    [InlineData(1e5, ScalarType.Float32)]
    [InlineData(1e5, ScalarType.Float64)]
    public void Weak_and_strong_decay_neither_overflow_nor_lose_digits(double decay, ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var exact = Random(1, 150, 2, 3, 1, 4, perChannel: false);
        exact = exact with { A = exact.A * Scalars.Of(decay), Z = null };
        Tensor[] leaves =
        [
            .. new[] { exact.X, exact.Delta, exact.A, exact.B, exact.C }.Select(value => value.to(type).clone().requires_grad_(true))
        ];
        var inputs = exact with
        {
            X = leaves[0],
            Delta = leaves[1],
            A = leaves[2],
            B = leaves[3],
            C = leaves[4],
            D = exact.D!.to(type),
            DeltaBias = exact.DeltaBias!.to(type),
            Initial = exact.Initial!.to(type),
        };
        var (y, _) = StateSpaceDual.Apply(inputs, 64); // 150 is no multiple of 64
        y.Squared().mean().backward();
        Tolerance.AssertClose(
            Stepped(exact, exact.Initial!).Outputs, y.to(ScalarType.Float64), type == ScalarType.Float32 ? 3e-6 : 1e-12, "y");
        foreach (var leaf in leaves)
        {
            Assert.True(leaf.grad!.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void A_state_stops_at_the_true_length_and_padding_is_never_read()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        long[] ends = [0, 1, 9, 21];
        var inputs = Random(4, 21, 4, 3, 2, 5, perChannel: true) with { Lengths = tensor(ends) };
        using (no_grad())
        {
            for (var row = 0; row < 4; row++)
            {
                foreach (var input in new[] { inputs.X, inputs.Delta, inputs.B, inputs.C, inputs.Z! })
                {
                    input[row, (int)ends[row]..].fill_(Scalars.Of(double.NaN));
                }
            }
        }

        Tensor[] leaves = [inputs.X, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.Z!];
        foreach (var leaf in leaves)
        {
            leaf.requires_grad_(true);
        }

        var (y, last) = StateSpaceDual.Apply(inputs, 8);
        var loss = last.sum();
        for (var row = 0; row < 4; row++)
        {
            Tensor before = inputs.Initial!.narrow(0, row, 1), state = last.narrow(0, row, 1);
            if (ends[row] == 0)
            {
                Tolerance.AssertClose(before, state, 0, "state of an empty row");
                continue;
            }

            var (expected, end) = Stepped(Row(inputs, row, ends[row]), before);
            Tolerance.AssertClose(expected, y.narrow(0, row, 1).narrow(1, 0, ends[row]), 1e-12, $"row {row}");
            Tolerance.AssertClose(end, state, 1e-12, $"state of row {row}");
            loss = loss.Plus(y.narrow(0, row, 1).narrow(1, 0, ends[row]).sum());
        }

        loss.backward();
        Assert.All(leaves, leaf => Assert.True(leaf.grad!.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var inputs = Random(2, 5, 4, 3, 2, 6, perChannel: false);
        AssertRefused(inputs with { X = zeros(2, 5, 12) }, "[2, 5, 12]");
        AssertRefused(inputs with { Delta = zeros(2, 5, 3) }, "Δ is [2, 5, 4], not [2, 5, 3]");
        AssertRefused(inputs with { B = zeros(2, 5, 3, 6), C = zeros(2, 5, 3, 6) }, "divide the 4 heads");
        AssertRefused(inputs with { C = zeros(2, 5, 1, 6) }, "[2, 5, 1, 6]");
        AssertRefused(inputs with { A = zeros(2) }, "A is [4], not [2]");
        AssertRefused(inputs with { D = zeros(4, 2) }, "D is [4, 3], not [4, 2]");
        AssertRefused(inputs with { Z = zeros(2, 5, 12) }, "z is [2, 5, 4, 3]");
        AssertRefused(inputs with { Initial = zeros(2, 4, 6, 3) }, "the state is [2, 4, 3, 6]");
        Assert.Throws<ArgumentOutOfRangeException>(() => StateSpaceDual.Apply(inputs, 0));
        Assert.Throws<ArgumentException>(() => StateSpaceDual.Step(inputs with { Initial = null }));

        static void AssertRefused(StateSpaceDualInputs inputs, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => StateSpaceDual.Apply(inputs, 4)).Message);
    }

    private static StateSpaceDualInputs Random(int batch, int length, int heads, int headSize, int groups, int size, bool perChannel) =>
        new()
        {
            X = randn([batch, length, heads, headSize], ScalarType.Float64),
            Delta = randn([batch, length, heads], ScalarType.Float64),
            A = -(rand([heads], ScalarType.Float64) * Scalars.Two) - Scalars.Of(0.05),
            B = randn([batch, length, groups, size], ScalarType.Float64),
            C = randn([batch, length, groups, size], ScalarType.Float64),
            DeltaBias = randn([heads], ScalarType.Float64),
            DeltaLimits = perChannel ? (0.2, 1.5) : (0, double.PositiveInfinity),
            D = perChannel ? randn([heads, headSize], ScalarType.Float64) : randn([heads], ScalarType.Float64),
            Z = randn([batch, length, heads, headSize], ScalarType.Float64),
            Initial = randn([batch, heads, headSize, size], ScalarType.Float64),
        };

    private static (Tensor Outputs, Tensor State) Stepped(StateSpaceDualInputs inputs, Tensor state)
    {
        List<Tensor> outputs = [];
        for (long l = 0; l < inputs.X.shape[1]; l++)
        {
            (var y, state) = StateSpaceDual.Step(inputs with
            {
                X = inputs.X.select(1, l),
                Delta = inputs.Delta.select(1, l),
                B = inputs.B.select(1, l),
                C = inputs.C.select(1, l),
                Z = inputs.Z?.select(1, l),
                Initial = state,
                Lengths = null,
            });
            outputs.Add(y);
        }

        return (stack(outputs, 1), state);
    }

    private static StateSpaceDualInputs Row(StateSpaceDualInputs inputs, long row, long length)
    {
        return inputs with
        {
            X = Cut(inputs.X),
            Delta = Cut(inputs.Delta),
            B = Cut(inputs.B),
            C = Cut(inputs.C),
            Z = Cut(inputs.Z!),
        };

        Tensor Cut(Tensor x) => x.narrow(0, row, 1).narrow(1, 0, length);
    }
}
