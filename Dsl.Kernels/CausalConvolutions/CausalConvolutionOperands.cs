using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>Pointers to the operands of a short convolution, and how the convolution is cut into tiles.</summary>
internal readonly unsafe struct CausalConvolutionOperands
{
    /// <summary>
    /// Positions of a tile: long enough that the extra work at its ends is negligible, and short enough that a tile stays in cache.
    /// </summary>
    public const int Segment = 64;

    /// <summary>Number of sequences.</summary>
    public required int Batch { get; init; }

    /// <summary>Positions of a sequence.</summary>
    public required int Length { get; init; }

    /// <summary>Number of channels, at least a register's.</summary>
    public required int Channels { get; init; }

    /// <summary>W: how many inputs an output sees.</summary>
    public required int Taps { get; init; }

    /// <summary>Inputs, <c>[batch, length, channels]</c>.</summary>
    public required Rows X { get; init; }

    /// <summary>Inputs before the sequence, <c>[batch, W − 1, channels]</c>.</summary>
    public required Rows Past { get; init; }

    /// <summary>Taps, oldest first, <c>[W, channels]</c>.</summary>
    public required float* Weights { get; init; }

    /// <summary>Added to every output, <c>[channels]</c>.</summary>
    public required float* Bias { get; init; }

    /// <summary>Tiles of a sequence.</summary>
    public int Segments => (Length + Segment - 1) / Segment;

    /// <summary>Tiles in all.</summary>
    public int Tiles => Batch * Segments;

    /// <summary>Finds inputs, including inputs before the sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="position">First position, from 1 − W on.</param>
    /// <param name="rows">Filled with the channels of the positions from there on.</param>
    public void Inputs(int sequence, int position, Span<nint> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var at = position + i;
            rows[i] = (nint)(at < 0 ? Past.Pointer(sequence, at + Taps - 1, 0) : X.Pointer(sequence, at, 0));
        }
    }
}
