using TorchSharp;

namespace SerpentDsl.Native;

/// <summary>
/// Numbers for TorchSharp's operators, kept alive while an operator reads them. A number that is written in a call (<c>x * 2.0</c>) becomes
/// a <see cref="Scalar"/> that nothing refers to: when a garbage collection runs on another thread during the call, its native memory is
/// freed while the operator reads it (docs/reference/torchsharp.md). Write <c>x * Scalars.Of(2.0)</c> instead. Never dispose it.
/// </summary>
public static class Scalars
{
    /// <summary>The integer 0.</summary>
    public static readonly Scalar Zero = 0L.ToScalar();

    /// <summary>The integer 1.</summary>
    public static readonly Scalar One = 1L.ToScalar();

    /// <summary>The integer 2.</summary>
    public static readonly Scalar Two = 2L.ToScalar();

    [ThreadStatic]
    private static RecentScalars? s_integers;

    [ThreadStatic]
    private static RecentScalars? s_reals;

    /// <summary>
    /// An integer: a tensor of integers stays one. The number is alive until the calling thread has asked for <see
    /// cref="RecentScalars.Capacity"/> other numbers, which is longer than one call; a reference to the result also keeps it alive.
    /// </summary>
    public static Scalar Of(long value) => (s_integers ??= new RecentScalars()).Find(value) ?? s_integers.Add(value, value.ToScalar());

    /// <summary>
    /// A real number: a tensor of integers becomes a tensor of real numbers. It is alive for as long as <see cref="Of(long)"/>'s.
    /// </summary>
    public static Scalar Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return (s_reals ??= new RecentScalars()).Find(bits) ?? s_reals.Add(bits, value.ToScalar());
    }
}
