using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Operands packed for the loops: for each state a register of channels, and full groups of states.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class ScanPack<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>ln 2: undoes the factor of the rates, which turns decays into powers of two.</summary>
    public const float Ln2 = 0.693147181f;

    /// <summary>1 / ln 2.</summary>
    private const float Log2OfE = 1.44269504f;

    /// <summary>Rates, and weights that are given per channel.</summary>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="width">Number of channels.</param>
    /// <param name="registers">Room for <see cref="Floats"/>.</param>
    public static void Pack(in ScanOperands operands, nint channel, int width, float* registers)
    {
        var shape = operands.Shape;
        Channels<TLanes>.Pack(operands.A + (channel * shape.Size), width, shape.Size, shape.PaddedSize, Log2OfE, registers);
        Weights(operands.B, registers + shape.StateFloats);
        Weights(operands.C, registers + (2 * shape.StateFloats));

        void Weights(in ScanWeights weights, float* target)
        {
            if (!weights.PerPosition)
            {
                Channels<TLanes>.Pack(weights.OfChannel(channel, shape.Size), width, shape.Size, shape.PaddedSize, 1, target);
            }
        }
    }

    /// <summary>Floats that <see cref="Pack"/> writes.</summary>
    public static nint Floats(in ScanShape shape) => 3 * (nint)shape.StateFloats;

    /// <summary>The states before a sequence.</summary>
    public static void Initial(in ScanOperands operands, int sequence, nint channel, int width, float* state)
    {
        ref readonly var shape = ref operands.Shape;
        if (operands.Initial is null)
        {
            new Span<float>(state, shape.StateFloats).Clear();
        }
        else
        {
            Channels<TLanes>.Pack(operands.Initial + shape.State(sequence, channel), width, shape.Size, shape.PaddedSize, 1, state);
        }
    }
}
