using System.Numerics;
using SerpentDsl.Kernels.DiagonalScans;

namespace SerpentDsl.Kernels.Tests;

public sealed class DiagonalScanKernelTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(1, 1, 1, 2, false)]
    [InlineData(2, 17, 3, 1, true)] // one position more than a chunk
    [InlineData(2, 37, 5, 2, false)]
    [InlineData(3, 130, 33, 1, true)] // one mode more than four registers of 512 bits
    [InlineData(1, 65, 64, 2, false)]
    [InlineData(4, 251, 19, 1, false)]
    public void States_are_those_of_the_reference(int batch, int length, int modes, int directions, bool hasInitial)
    {
        var shape = new DiagonalScanShape(batch, length, modes, directions);
        var operands = Operands(shape, hasInitial ? KernelAssert.Draw(4, shape.Initial) : []);
        var states = new float[shape.States];
        var expected = new double[shape.States];
        DiagonalScanKernel.Forward(shape, operands, states);
        DiagonalScanReference.Forward(shape, operands, expected);
        KernelAssert.Close(expected, states);
    }

    [Fact]
    public void A_scan_in_two_parts_is_the_scan_of_the_whole()
    {
        var whole = new DiagonalScanShape(1, 50, 7);
        var (first, second) = (whole with { Length = 23 }, whole with { Length = 27 });
        var v = KernelAssert.Draw(3, whole.Inputs);
        float[] states = new float[whole.States], parts = new float[whole.States];
        DiagonalScanKernel.Forward(whole, Operands(whole, []), states);
        var cut = (int)first.Inputs;
        DiagonalScanKernel.Forward(
            first, new DiagonalScanOperands { Exponents = Exponents(7), V = v.AsSpan(0, cut) }, parts.AsSpan(0, cut));
        var between = parts[(cut - (int)whole.Initial)..cut];
        DiagonalScanKernel.Forward(
            second, new DiagonalScanOperands { Exponents = Exponents(7), V = v.AsSpan(cut), Initial = between }, parts.AsSpan(cut));
        KernelAssert.Close(states, parts);
    }

    [Fact]
    public void A_mode_without_decay_adds_up_its_inputs()
    {
        var shape = new DiagonalScanShape(1, 4, 1, 2);
        float[] states = new float[shape.States], expected = [1, 0, 10, 2, 3, 1, 9, 2, 6, 1, 7, 1, 10, 2, 4, 1];
        DiagonalScanKernel.Forward(shape, new DiagonalScanOperands { Exponents = [Complex.Zero], V = [1, 0, 2, 1, 3, 0, 4, 1] }, states);
        KernelAssert.Close(expected, states);
    }

    [Fact]
    public void An_array_of_another_size_is_refused_by_name()
    {
        var shape = new DiagonalScanShape(2, 3, 4);
        Refuses("states has 47 elements; the shape asks for 48.", shape, new float[47]);
        Refuses("states has 48 elements; the shape asks for 96.", shape with { Directions = 2 }, new float[48]);
        Refuses("V has 48 elements; the shape asks for 64.", shape with { Length = 4 }, new float[64]);
        Refuses("Exponents has 4 elements; the shape asks for 3.", shape with { Modes = 3 }, new float[36]);
        KernelAssert.Refuses("Initial has 8 elements; the shape asks for 16.", () => DiagonalScanReference.Forward(
            shape, Operands(shape, new float[8]), new double[48]));

        static void Refuses(string message, DiagonalScanShape shape, float[] states) => KernelAssert.Refuses(message, () =>
            DiagonalScanKernel.Forward(shape, Operands(new DiagonalScanShape(2, 3, 4), []), states));
    }

    [Fact]
    public void Initial_states_of_two_directions_and_sizes_outside_their_ranges_are_refused()
    {
        var shape = new DiagonalScanShape(1, 3, 2, 2);
        KernelAssert.Refuses("Initial states go with 1 direction; the shape has 2.", () => DiagonalScanKernel.Forward(
            shape, Operands(shape, new float[4]), new float[24]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiagonalScanKernel.Forward(shape with { Directions = 3 }, default, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiagonalScanKernel.Forward(shape with { Modes = 0 }, default, []));
    }

    private static DiagonalScanOperands Operands(DiagonalScanShape shape, float[] initial) => new()
    {
        Exponents = Exponents(shape.Modes),
        V = KernelAssert.Draw(3, shape.Inputs),
        Initial = initial,
    };

    /// <summary>Modes that oscillate and forget, some slowly, some at once.</summary>
    private static Complex[] Exponents(int modes) =>
        [.. KernelAssert.Draw(1, modes).Zip(KernelAssert.Draw(2, modes), (re, im) => new Complex(-0.01 - (2 * Math.Abs(re)), 3 * im))];
}
