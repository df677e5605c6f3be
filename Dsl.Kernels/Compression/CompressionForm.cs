namespace SerpentDsl.Kernels.Compression;

/// <summary>Settings of a fused compression.</summary>
/// <param name="Rate">Rate ρ.</param>
/// <param name="WindowSize">Inputs of a window, W.</param>
/// <param name="Causal">Whether windows end at the input that emits their point; else windows are the inputs nearest in time.</param>
/// <param name="IntegerTicks">Whether time is counted in <see cref="Ticks"/>.</param>
/// <param name="Offset">How far points stand before the ends of their units of time: 0 or ½.</param>
/// <param name="Fixed">The intervals if they depend on no input; null: they are learned.</param>
internal readonly record struct CompressionForm(
    CompressionRate Rate, int WindowSize, bool Causal, bool IntegerTicks, double Offset, FixedIntervals? Fixed);
