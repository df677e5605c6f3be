using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>What is added to the similarity of a query and a key, as a function of their distance; parameters as in Mega's code.</summary>
internal sealed class RelativeBias : nn.Module, IOptimizerHints
{
    private const double InitialDeviation = 0.02;
    private const double LongestPeriod = 10_000;

    private readonly Parameter? rel_pos_bias;
    private readonly Parameter? alpha;
    private readonly Parameter? beta;
    private readonly long _reach;

    /// <summary>Draws the parameters.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="reach">M: distances from −(M − 1) to M − 1 have a bias of their own.</param>
    /// <param name="width">Width of the queries.</param>
    public RelativeBias(RelativeBiasKind kind, long reach, long width)
        : base(nameof(RelativeBias))
    {
        using var noGradient = no_grad();
        _reach = reach;
        if (kind == RelativeBiasKind.Simple)
        {
            rel_pos_bias = ModuleTensor.Parameter(Draw((2 * reach) - 1));
        }
        else
        {
            (alpha, beta) = (ModuleTensor.Parameter(Draw(1, width)), ModuleTensor.Parameter(Draw(1, width)));
        }

        RegisterComponents();

        static Tensor Draw(params long[] shape)
        {
            using var normal = randn(shape);
            return normal.mul(Scalars.Of(InitialDeviation));
        }
    }

    /// <summary>The biases of distances.</summary>
    /// <param name="distances">Position of the key less position of the query, int64; those beyond the table take its ends.</param>
    /// <returns>The shape of the distances.</returns>
    public Tensor Of(Tensor distances)
    {
        var indices = distances.Plus(_reach - 1).clamp(Scalars.Zero, Scalars.Of((2 * _reach) - 2));
        return Table().index_select(0, indices.flatten()).view(indices.shape);
    }

    /// <inheritdoc/>
    public OptimizerHint HintFor(string parameterName) => new(null, 0);

    /// <summary>The biases of all distances from −(M − 1) to M − 1.</summary>
    private Tensor Table()
    {
        if (rel_pos_bias is not null)
        {
            return rel_pos_bias;
        }

        // ⟨R_i α, R_j β⟩ depends on j − i alone: it is ⟨α, R_{j−i} β⟩.
        var half = alpha!.shape[1] / 2;
        var rates = TensorRange.Of(half, ScalarType.Float64, alpha.device).mul(Scalars.Of(-Math.Log(LongestPeriod) / half)).exp();
        var angles = TensorRange.Of(1 - _reach, _reach, ScalarType.Float64, alpha.device).unsqueeze(1) * rates;
        Tensor cosines = angles.cos().to(alpha.dtype), sines = angles.sin().to(alpha.dtype);
        Tensor[] a = alpha.chunk(2, 1), b = beta!.chunk(2, 1);
        var turned = ((b[0] * cosines).sub(b[1] * sines) * a[0]).Plus((b[1] * cosines).Plus(b[0] * sines) * a[1]);
        return turned.sum([-1]);
    }
}
