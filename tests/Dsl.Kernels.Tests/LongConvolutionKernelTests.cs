using SerpentDsl.Kernels.LongConvolutions;

namespace SerpentDsl.Kernels.Tests;

public sealed class LongConvolutionKernelTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(1, 1, 3, 9, true)] // more taps than positions
    [InlineData(1, 5, 3, 2, true)]
    [InlineData(2, 37, 19, 37, false)]
    [InlineData(3, 130, 40, 17, true)]
    [InlineData(2, 65, 64, 100, true)]
    [InlineData(5, 251, 16, 251, false)]
    public void Outputs_are_those_of_the_reference(int batch, int length, int features, int taps, bool everything)
    {
        var shape = new LongConvolutionShape(batch, length, features, taps);
        var operands = everything ? Everything(shape) : Least(shape);
        var output = new float[shape.Inputs];
        var expected = new double[shape.Inputs];
        LongConvolutionKernel.Forward(shape, operands, output);
        LongConvolutionReference.Forward(shape, operands, expected);
        KernelAssert.Close(expected, output);
    }

    [Fact]
    public void The_taps_follow_an_impulse_and_the_later_ones_precede_it()
    {
        var shape = new LongConvolutionShape(1, 7, 1, 2);
        float[] output = new float[7], impulse = [0, 0, 0, 1, 0, 0, 0], expected = [0, 5, 4, 12, 3, 0, 0];
        LongConvolutionKernel.Forward(
            shape, new LongConvolutionOperands { U = impulse, Taps = [2, 3], LaterTaps = [4, 5], D = [10] }, output);
        KernelAssert.Close(expected, output);
    }

    [Fact]
    public void What_stands_at_padding_is_not_read()
    {
        var shape = new LongConvolutionShape(2, 6, 3, 6);
        var padded = KernelAssert.Draw(1, shape.Inputs);
        padded.AsSpan(4 * 3, 2 * 3).Fill(float.NaN);
        var output = new float[shape.Inputs];
        LongConvolutionKernel.Forward(
            shape, new LongConvolutionOperands { U = padded, Taps = KernelAssert.Draw(2, shape.KernelSize), Lengths = [4, 6] }, output);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void An_array_of_another_size_is_refused_by_name()
    {
        var shape = new LongConvolutionShape(2, 3, 4, 5);
        Refuses("output has 23 elements; the shape asks for 24.", shape, new float[23]);
        Refuses("Taps has 20 elements; the shape asks for 24.", shape with { Taps = 6 }, new float[24]);
        Refuses("U has 24 elements; the shape asks for 16.", shape with { Length = 2 }, new float[16]);
        KernelAssert.Refuses("D has 3 elements; the shape asks for 4.", () => LongConvolutionKernel.Forward(
            shape, new LongConvolutionOperands { U = new float[24], Taps = new float[20], D = new float[3] }, new float[24]));
        KernelAssert.Refuses("LaterTaps has 4 elements; the shape asks for 20.", () => LongConvolutionReference.Forward(
            shape, new LongConvolutionOperands { U = new float[24], Taps = new float[20], LaterTaps = new float[4] }, new double[24]));

        static void Refuses(string message, LongConvolutionShape shape, float[] output) => KernelAssert.Refuses(message, () =>
            LongConvolutionKernel.Forward(shape, Least(new LongConvolutionShape(2, 3, 4, 5)), output));
    }

    [Fact]
    public void A_length_beyond_the_padding_and_a_size_outside_its_range_are_refused()
    {
        var shape = new LongConvolutionShape(1, 3, 2, 2);
        KernelAssert.Refuses("A length is 4; it is from 0 to 3.", () => LongConvolutionKernel.Forward(
            shape, new LongConvolutionOperands { U = new float[6], Taps = new float[4], Lengths = [4] }, new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LongConvolutionKernel.Forward(shape with { Taps = 0 }, default, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => LongConvolutionKernel.Forward(shape with { Taps = 1 << 27 }, default, []));
    }

    private static LongConvolutionOperands Least(LongConvolutionShape shape) => new()
    {
        U = KernelAssert.Draw(1, shape.Inputs),
        Taps = KernelAssert.Draw(2, shape.KernelSize),
    };

    private static LongConvolutionOperands Everything(LongConvolutionShape shape) => new()
    {
        U = KernelAssert.Draw(1, shape.Inputs),
        Taps = KernelAssert.Draw(2, shape.KernelSize),
        LaterTaps = KernelAssert.Draw(3, shape.KernelSize),
        D = KernelAssert.Draw(4, shape.Features),
        Lengths = (long[])[.. Enumerable.Range(0, shape.Batch).Select(sequence => (long)(shape.Length * sequence / shape.Batch))],
    };
}
