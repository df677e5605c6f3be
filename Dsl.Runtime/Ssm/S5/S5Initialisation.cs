using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The block-diagonal HiPPO-N matrix that an S5 layer is initialised with, in eigencoordinates: every block is the normal part of
/// HiPPO-LegS (docs/models/s5.md). All tensors are complex128 on the CPU.
/// </summary>
/// <param name="Eigenvalues">Λ, block by block, each by ascending imaginary part, <c>[modes]</c>.</param>
/// <param name="Eigenvectors">V, block-diagonal, <c>[state, modes]</c>; V* V = 1.</param>
public sealed record S5Initialisation(Tensor Eigenvalues, Tensor Eigenvectors) : IDisposable
{
    /// <summary>Makes the matrix.</summary>
    /// <param name="stateSize">Size of the whole state, conjugates included.</param>
    /// <param name="blockSize">Size of each block, a divisor of the state size; even with conjugate symmetry.</param>
    /// <param name="conjugateSymmetry">Whether only the modes with negative imaginary part are kept, half of them.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public static S5Initialisation Create(int stateSize, int blockSize, bool conjugateSymmetry)
    {
        if (blockSize < 1 || stateSize < 1 || stateSize % blockSize != 0)
        {
            throw new ArgumentException(
                $"A state of {stateSize} cannot be cut into blocks of {blockSize}; choose a divisor of the state size.", nameof(blockSize));
        }

        if (conjugateSymmetry && blockSize % 2 != 0)
        {
            throw new ArgumentException(
                $"Blocks of {blockSize} have no conjugate pairs; with conjugate symmetry choose an even block size.", nameof(blockSize));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (values, vectors) = Hippo.NormalEigenpairs(HippoMeasure.LegS, blockSize, rank: 1);
        long kept = conjugateSymmetry ? blockSize / 2 : blockSize;
        var blocks = stateSize / blockSize;
        var block = vectors.narrow(1, 0, kept);
        var whole = zeros([stateSize, blocks * kept], ScalarType.ComplexFloat64);
        for (var i = 0; i < blocks; i++)
        {
            whole.narrow(0, i * blockSize, blockSize).narrow(1, i * kept, kept).copy_(block);
        }

        return new S5Initialisation(values.narrow(0, 0, kept).repeat(blocks).MoveToOuterDisposeScope(), whole.MoveToOuterDisposeScope());
    }

    /// <summary>The input matrix in eigencoordinates, V* B.</summary>
    /// <param name="draw">B, real <c>[state, features]</c>.</param>
    /// <returns>Float64 <c>[modes, features, 2]</c>, owned by the caller.</returns>
    public Tensor Input(Tensor draw)
    {
        using var scope = NewDisposeScope();
        var wide = draw.to(ScalarType.Float64);
        var input = Eigenvectors.transpose(0, 1).conj().mm(complex(wide, zeros_like(wide)));
        return view_as_real(input.resolve_conj()).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>The output matrix in eigencoordinates, C V.</summary>
    /// <param name="draw">Real and imaginary parts of C, <c>[features, state, 2]</c>.</param>
    /// <returns>Float64 <c>[features, modes, 2]</c>, owned by the caller.</returns>
    public Tensor Output(Tensor draw)
    {
        using var scope = NewDisposeScope();
        var output = view_as_complex(draw.to(ScalarType.Float64).contiguous()).mm(Eigenvectors);
        return view_as_real(output).contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Eigenvalues.Dispose();
        Eigenvectors.Dispose();
    }
}
