using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

/// <summary>The registers that this process computes with, and how another process is told to do with narrower ones.</summary>
internal static class RegisterWidth
{
    /// <summary>Tests with this trait depend on the width; <see cref="RegisterWidthTests"/> runs them at all others.</summary>
    public const string Trait = "Registers";

    /// <summary>The value of <see cref="Trait"/>.</summary>
    public const string Every = "EveryWidth";

    /// <summary>Bits of the widest registers of this process; 0: the runtime emulates vectors.</summary>
    public static int Widest =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>The environment variable, to be set to 0, with which .NET 10 takes no wider registers; null: none is needed.</summary>
    /// <param name="bits">512, 256, 128, or 0 for none.</param>
    public static string? Switch(int bits) => bits switch
    {
        512 => null,
        256 => "DOTNET_EnableAVX512",
        128 => "DOTNET_EnableAVX2",
        _ => "DOTNET_EnableHWIntrinsic",
    };

    /// <summary>Why no process here can compute with registers of that width; null where one can.</summary>
    /// <param name="bits">512, 256, 128, or 0 for none.</param>
    public static string? Missing(int bits) =>
        bits > Widest ? $"needs registers of {bits} bits; the widest here have {Widest}"
        : bits < Widest && !X86Base.IsSupported ? $"registers of {Widest} bits can be turned off on x86 only"
        : null;
}
