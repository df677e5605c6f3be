using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Pointers to the operands of a group of states, for a loop over positions.</summary>
/// <param name="rates">A / ln 2, a register of channels for each state.</param>
/// <param name="b">B's weights at the first position.</param>
/// <param name="strideB">Floats from one position's weights to the next position's.</param>
/// <param name="c">C's weights at the first position.</param>
/// <param name="strideC">Floats from one position's weights to the next position's.</param>
internal readonly unsafe struct StateGroup(float* rates, float* b, nint strideB, float* c, nint strideC)
{
    /// <summary>States of a group.</summary>
    public const int States = Interleaved<Lanes512>.Registers;

    /// <summary>A / ln 2, a register of channels for each state.</summary>
    public float* Rates { get; } = rates;

    /// <summary>B's weights at the first position.</summary>
    public float* B { get; } = b;

    /// <summary>Floats from one position's weights to the next position's.</summary>
    public nint StrideB { get; } = strideB;

    /// <summary>C's weights at the first position.</summary>
    public float* C { get; } = c;

    /// <summary>Floats from one position's weights to the next position's.</summary>
    public nint StrideC { get; } = strideC;

    /// <summary>The group that begins <paramref name="states"/> further on.</summary>
    public StateGroup Skip<TInput, TOutput>(nint states, int lanes)
        where TInput : struct, IWeightForm
        where TOutput : struct, IWeightForm => new(
            Rates + (states * lanes),
            B + (states * (TInput.PerPosition ? 1 : lanes)),
            StrideB,
            C + (states * (TOutput.PerPosition ? 1 : lanes)),
            StrideC);
}
