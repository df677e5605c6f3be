using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// <see cref="LaneMath{TLanes}.Exp2"/> for loops that do little else. The compiler would load every constant again for each use; the loaded
/// constants are opaque to the compiler, so that they stay in registers.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe struct PowersOfTwo<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private readonly TLanes _least, _greatest, _shift, _5, _4, _3, _2, _1, _one;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PowersOfTwo(float* constants)
    {
        _least = TLanes.Broadcast(constants[0]);
        _greatest = TLanes.Broadcast(constants[1]);
        _shift = TLanes.Broadcast(constants[2]);
        _5 = TLanes.Broadcast(constants[3]);
        _4 = TLanes.Broadcast(constants[4]);
        _3 = TLanes.Broadcast(constants[5]);
        _2 = TLanes.Broadcast(constants[6]);
        _1 = TLanes.Broadcast(constants[7]);
        _one = TLanes.Broadcast(constants[8]);
    }

    /// <summary>Loads the constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PowersOfTwo<TLanes> Load() => new(Exp2Constants.Memory);

    /// <summary>2^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Interleaved<TLanes> Of(Interleaved<TLanes> x)
    {
        var inside = Interleaved<TLanes>.Max(_least, Interleaved<TLanes>.Min(_greatest, x));
        var shifted = inside + _shift;
        var r = inside - (shifted - _shift);
        var p = Interleaved<TLanes>.MultiplyAdd(r, _5, _4);
        p = Interleaved<TLanes>.MultiplyAdd(p, r, _3);
        p = Interleaved<TLanes>.MultiplyAdd(p, r, _2);
        p = Interleaved<TLanes>.MultiplyAdd(p, r, _1);
        p = Interleaved<TLanes>.MultiplyAdd(p, r, _one);
        return Interleaved<TLanes>.ScaleByPower(p, shifted);
    }
}
