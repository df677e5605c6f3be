namespace SerpentDsl.Kernels.Cpu;

/// <summary>Work in independent pieces, for <see cref="CpuWorkers"/>.</summary>
internal interface IPieces
{
    /// <summary>Does one. What it computes may depend on nothing but the piece; which thread calls is by chance.</summary>
    /// <param name="piece">From 0 on.</param>
    void Run(int piece);
}
