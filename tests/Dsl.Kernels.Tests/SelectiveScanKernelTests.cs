using SerpentDsl.Kernels.SelectiveScans;

namespace SerpentDsl.Kernels.Tests;

public sealed class SelectiveScanKernelTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(1, 5, 3, 2, true)]
    [InlineData(2, 37, 19, 4, true)]
    [InlineData(3, 130, 40, 16, true)]
    [InlineData(2, 65, 64, 7, false)]
    public void Outputs_and_states_are_those_of_the_reference(int batch, int length, int features, int state, bool everything)
    {
        var shape = new SelectiveScanShape(batch, length, features, state);
        var data = new Data(shape);
        var operands = everything ? data.Everything() : data.Least();
        float[] output = new float[shape.Inputs], last = new float[shape.States];
        double[] expected = new double[shape.Inputs], expectedLast = new double[shape.States];
        SelectiveScanKernel.Forward(shape, operands, output, last);
        SelectiveScanReference.Forward(shape, operands, expected, expectedLast);
        KernelAssert.Close(expected, output);
        KernelAssert.Close(expectedLast, last);
    }

    [Fact]
    public void A_scan_in_two_parts_is_the_scan_of_the_whole()
    {
        var whole = new SelectiveScanShape(1, 48, 24, 8);
        var half = whole with { Length = 24 };
        var data = new Data(whole);
        float[] output = new float[whole.Inputs], last = new float[whole.States];
        float[] parts = new float[whole.Inputs], state = new float[whole.States];
        SelectiveScanKernel.Forward(whole, data.Least(), output, last);
        SelectiveScanKernel.Forward(half, data.Part(0, half, []), parts.AsSpan(0, (int)half.Inputs), state);
        SelectiveScanKernel.Forward(half, data.Part(1, half, [.. state]), parts.AsSpan((int)half.Inputs), state);
        KernelAssert.Close(output, parts);
        KernelAssert.Close(last, state);
    }

    [Fact]
    public void An_array_of_another_size_is_refused_by_name()
    {
        var shape = new SelectiveScanShape(2, 3, 4, 5);
        var data = new Data(shape);
        KernelAssert.Refuses(
            "output has 23 elements; the shape asks for 24.",
            () => SelectiveScanKernel.Forward(shape, data.Least(), new float[23], new float[40]));
        KernelAssert.Refuses(
            "A has 20 elements; the shape asks for 16.",
            () => SelectiveScanKernel.Forward(shape with { State = 4 }, data.Least(), new float[24], new float[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SelectiveScanKernel.Forward(shape with { Batch = 0 }, data.Least(), [], []));
    }

    [Fact]
    public void A_length_beyond_the_padding_is_refused()
    {
        var shape = new SelectiveScanShape(1, 3, 2, 2);
        var data = new Data(shape) { Lengths = [4] };
        KernelAssert.Refuses(
            "A length is 4; it is from 0 to 3.",
            () => SelectiveScanKernel.Forward(shape, data.Everything(), new float[6], new float[4]));
    }

    /// <summary>Random operands; A is negative, so that states forget.</summary>
    private sealed class Data(SelectiveScanShape shape)
    {
        private readonly float[] _u = KernelAssert.Draw(1, shape.Inputs), _delta = KernelAssert.Draw(2, shape.Inputs);
        private readonly float[] _b = KernelAssert.Draw(3, shape.Weights), _c = KernelAssert.Draw(4, shape.Weights);
        private readonly float[] _a =
            [.. KernelAssert.Draw(5, (long)shape.Features * shape.State).Select(value => -0.05f - MathF.Abs(value))];

        public long[] Lengths { get; init; } =
            [.. Enumerable.Range(0, shape.Batch).Select(sequence => (long)(shape.Length * (sequence + 1) / shape.Batch))];

        public SelectiveScanOperands Least() => new() { U = _u, Delta = _delta.Select(MathF.Abs).ToArray(), A = _a, B = _b, C = _c };

        public SelectiveScanOperands Everything() => new()
        {
            U = _u,
            Delta = _delta,
            A = _a,
            B = _b,
            C = _c,
            DeltaBias = KernelAssert.Draw(6, shape.Features),
            Softplus = true,
            D = KernelAssert.Draw(7, shape.Features),
            Z = KernelAssert.Draw(8, shape.Inputs),
            Initial = KernelAssert.Draw(9, shape.States),
            Lengths = Lengths,
        };

        /// <summary>Positions of one sequence from <paramref name="part"/> times the length on.</summary>
        public SelectiveScanOperands Part(int part, SelectiveScanShape of, float[] initial)
        {
            var (inputs, weights) = ((int)of.Inputs, (int)of.Weights);
            return new SelectiveScanOperands
            {
                U = _u.AsSpan(part * inputs, inputs),
                Delta = _delta.Select(MathF.Abs).ToArray().AsSpan(part * inputs, inputs),
                A = _a,
                B = _b.AsSpan(part * weights, weights),
                C = _c.AsSpan(part * weights, weights),
                Initial = initial,
            };
        }
    }
}
