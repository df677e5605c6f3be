using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Functions.SelectiveScanCases;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class SelectiveScanTests
{
    /// <summary>Batch, length, features, state, groups of B, groups of C.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 1 },
        { 1, 1, 6, 16, 1, 1 },
        { 2, 7, 6, 3, 2, 3 },
        { 3, 8, 4, 1, 4, 1 },
        { 1, 97, 2, 40, 1, 2 },
        { 2, 130, 64, 128, 1, 1 }, // wide positions, several blocks
        { 1, 1030, 32, 40, 1, 1 }, // narrow positions in chunks, several blocks
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_the_recurrence_taken_step_by_step(int batch, int length, int features, int size, int groupsOfB, int groupsOfC)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        var inputs = Random(batch, length, features, size, groupsOfB, groupsOfC);
        var (y, last) = SelectiveScan.Apply(inputs);
        var (steps, state) = Stepped(inputs, inputs.Initial!);
        Tolerance.AssertClose(steps, y, 1e-12, "y");
        Tolerance.AssertClose(state, last, 1e-12, "last state");
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        foreach (var length in new[] { 1, 11 })
        {
            var inputs = Random(2, length, 6, 3, 2, 3) with { Lengths = tensor(new[] { length, length / 2L }) };
            (string Name, Tensor Leaf)[] leaves =
            [
                ("u", inputs.U), ("Δ", inputs.Delta), ("A", inputs.A), ("B", inputs.B), ("C", inputs.C), ("bias", inputs.DeltaBias!),
                ("D", inputs.D!), ("z", inputs.Z!), ("initial", inputs.Initial!),
            ];
            foreach (var (_, leaf) in leaves)
            {
                leaf.requires_grad_(true);
            }

            Tensor forY = randn([2, length, 6], ScalarType.Float64), forState = randn([2, 6, 3], ScalarType.Float64);
            FiniteDifferences.AssertGradients(
                () =>
                {
                    var (y, last) = SelectiveScan.Apply(inputs);
                    return (y * forY).sum().Plus((last * forState).sum());
                },
                leaves);
        }
    }

    [Theory]
    [InlineData(70, 64, 260)] // several blocks, wide
    [InlineData(1500, 4, 200)] // several blocks, narrow
    public void Gradients_pass_from_block_to_block(int length, int features, int size)
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var inputs = Random(1, length, features, size, 1, 1) with { Z = null };
        var weights = randn([1, length, features], ScalarType.Float64);
        foreach (var leaf in new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.Initial! })
        {
            leaf.requires_grad_(true);
        }

        (SelectiveScan.Apply(inputs).Output * weights).sum().backward();

        // The same by autograd over the recurrence.
        Tensor[] leaves =
        [
            .. new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.Initial! }.Select(
                leaf => leaf.detach().clone().requires_grad_(true))
        ];
        Tensor delta = leaves[1].Plus(inputs.DeltaBias!).Softplus(), state = leaves[5], loss = zeros([], ScalarType.Float64);
        for (var l = 0; l < length; l++)
        {
            var step = delta.select(1, l).unsqueeze(-1);
            state = ((step * leaves[2]).exp() * state).Plus(step * leaves[3].select(1, l) * leaves[0].select(1, l).unsqueeze(-1));
            loss = loss.Plus(
                ((state * leaves[4].select(1, l)).sum([-1]).Plus(inputs.D! * leaves[0].select(1, l)) * weights.select(1, l)).sum());
        }

        loss.backward();
        foreach (var (expected, actual) in leaves.Zip(new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.Initial! }))
        {
            Tolerance.AssertClose(expected.grad!, actual.grad!, 1e-10, "gradient");
        }
    }

    [Theory]
    [InlineData(1e-9, ScalarType.Float32)]
    [InlineData(30.0, ScalarType.Float32)]
    [InlineData(1e4, ScalarType.Float32)]
    [InlineData(1e4, ScalarType.Float64)]
    public void Weak_and_strong_decay_neither_overflow_nor_lose_digits(double decay, ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var exact = Random(1, 200, 3, 4, 1, 1) with { DeltaBias = null, Softplus = false, Z = null };
        exact = exact with { A = exact.A * Scalars.Of(decay), Delta = exact.Delta.abs().Plus(0.5) };
        var inputs = In(exact, type);
        foreach (var leaf in new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C })
        {
            leaf.requires_grad_(true);
        }

        var (y, _) = SelectiveScan.Apply(inputs);
        y.Squared().mean().backward();
        Tolerance.AssertClose(
            Stepped(exact, exact.Initial!).Outputs, y.to(ScalarType.Float64), type == ScalarType.Float32 ? 2e-6 : 1e-13, "y");
        foreach (var leaf in new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C })
        {
            Assert.True(leaf.grad!.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void With_constant_steps_and_weights_it_is_a_convolution()
    {
        using var scope = NewDisposeScope();
        const int length = 40;
        Tensor a = -rand([3, 4], ScalarType.Float64) - Scalars.Of(0.1),
            b = randn([3, 4], ScalarType.Float64),
            c = randn([3, 4], ScalarType.Float64);
        var u = randn([2, length, 3], ScalarType.Float64);
        const double step = 0.3;
        var (y, _) = SelectiveScan.Apply(new SelectiveScanInputs { U = u, Delta = full_like(u, Scalars.Of(step)), A = a, B = b, C = c });
        var powers = (a.unsqueeze(-1) * Scalars.Of(step) * TensorRange.Of(length, ScalarType.Float64)).exp();
        var kernel = (powers * (b * c * Scalars.Of(step)).unsqueeze(-1)).sum([1]); // [features, length]
        var expected = stack(
            [.. Enumerable.Range(0, length).Select(l => (u.narrow(1, 0, l + 1).flip(1) * kernel.narrow(1, 0, l + 1).T).sum([1]))], 1);
        Tolerance.AssertClose(expected, y, 1e-13, "y");
    }

    [Fact]
    public void A_state_stops_at_the_true_length_and_padding_is_never_read()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        long[] ends = [0, 1, 9, 23];
        var inputs = Random(4, 23, 6, 5, 2, 1) with { Lengths = tensor(ends) };
        using (no_grad())
        {
            for (var row = 0; row < 4; row++)
            {
                foreach (var input in new[] { inputs.U, inputs.Delta, inputs.B, inputs.C, inputs.Z! })
                {
                    input[row, (int)ends[row]..].fill_(Scalars.Of(double.NaN));
                }
            }
        }

        foreach (var leaf in new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C })
        {
            leaf.requires_grad_(true);
        }

        var (y, last) = SelectiveScan.Apply(inputs);
        var loss = last.sum();
        for (var row = 0; row < 4; row++)
        {
            Tensor before = inputs.Initial!.narrow(0, row, 1), state = last.narrow(0, row, 1);
            if (ends[row] == 0)
            {
                Tolerance.AssertClose(before, state, 0, "state of an empty row");
                continue;
            }

            var alone = Row(inputs, row, ends[row]);
            var (expected, end) = Stepped(alone, before);
            Tolerance.AssertClose(expected, y.narrow(0, row, 1).narrow(1, 0, ends[row]), 1e-12, $"row {row}");
            Tolerance.AssertClose(end, state, 1e-12, $"state of row {row}");
            loss = loss.Plus(y.narrow(0, row, 1).narrow(1, 0, ends[row]).sum());
        }

        loss.backward();
        foreach (var leaf in new[] { inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C })
        {
            Assert.True(leaf.grad!.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void Pieces_joined_by_their_states_are_the_whole()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        var inputs = Random(2, 50, 4, 6, 2, 2);
        var (whole, end) = SelectiveScan.Apply(inputs);
        var state = inputs.Initial!;
        List<Tensor> pieces = [];
        foreach (var (from, length) in new[] { (0L, 1L), (1, 30), (31, 19) })
        {
            (var piece, state) = SelectiveScan.Apply(Piece(inputs, from, length) with { Initial = state });
            pieces.Add(piece);
        }

        Tolerance.AssertClose(whole, cat(pieces, 1), 1e-13, "y");
        Tolerance.AssertClose(end, state, 1e-13, "state");
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var inputs = Random(2, 5, 6, 3, 2, 1);
        AssertRefused(inputs with { A = zeros([5, 3], ScalarType.Float64) }, "[batch, length, 5]");
        AssertRefused(inputs with { A = zeros([6], ScalarType.Float64) }, "A is [features, state], not [6]");
        AssertRefused(inputs with { Delta = zeros([2, 5, 1], ScalarType.Float64) }, "Δ is [2, 5, 6], not [2, 5, 1]");
        AssertRefused(inputs with { B = zeros([2, 5, 4, 3], ScalarType.Float64) }, "[2, 5, 4, 3]");
        AssertRefused(inputs with { C = zeros([2, 5, 2], ScalarType.Float64) }, "[2, 5, 2]");
        AssertRefused(inputs with { C = zeros([2, 5, 3]) }, "Float32");
        AssertRefused(inputs with { D = zeros([1], ScalarType.Float64) }, "D is [6], not [1]");
        AssertRefused(inputs with { Z = zeros([2, 5], ScalarType.Float64) }, "z is [2, 5, 6]");
        AssertRefused(inputs with { Initial = zeros([2, 3, 6], ScalarType.Float64) }, "the state is [2, 6, 3]");
        AssertRefused(inputs with { DeltaBias = zeros([5], ScalarType.Float64) }, "Δ's bias is [6]");
        Assert.Throws<ArgumentException>(() => SelectiveScan.Step(inputs with { Initial = null }));

        static void AssertRefused(SelectiveScanInputs inputs, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => SelectiveScan.Apply(inputs)).Message);
    }

    [Fact]
    public void Live_tensors_are_as_many_after_200_steps()
    {
        using var outer = NewDisposeScope();
        var inputs = Random(2, 20, 4, 3, 1, 1);
        inputs.U.requires_grad_(true);
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            inputs.U.grad = null;
            SelectiveScan.Output(inputs).sum().backward();
        });
    }
}
