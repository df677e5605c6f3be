namespace SerpentDsl.Kernels.Compression;

/// <summary>What a fused compression must know beside its tensors.</summary>
/// <param name="Rate">ρ.</param>
/// <param name="WindowSize">W.</param>
/// <param name="Causal">Whether windows end at the input that emits their point; else they are the inputs nearest in time.</param>
/// <param name="IntegerTicks">Whether time is counted in <see cref="Ticks"/>.</param>
internal sealed record CompressionForm(CompressionRate Rate, int WindowSize, bool Causal, bool IntegerTicks);
