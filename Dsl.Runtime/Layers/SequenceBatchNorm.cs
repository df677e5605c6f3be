using SerpentDsl.Functions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Batch normalisation of sequences: per feature, over batch and positions; <c>(x − mean) / sqrt(variance + eps) · weight + bias</c>.
/// Padding neither counts in the statistics nor gets a gradient. In training the statistics are the batch's (biased variance), and the
/// running ones move towards them by a tenth (unbiased variance); in evaluation the running ones are used.
/// </summary>
[LayerParameter("weight", "Features")]
[LayerParameter("bias", "Features")]
[LayerBuffer("running_mean", "Features")]
[LayerBuffer("running_var", "Features")]
[LayerCost("8 * Length * Features", StepFlops = "4 * Features")]
public sealed class SequenceBatchNorm : SequenceLayer
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    private readonly long _features;
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;

    /// <summary>Makes the layer with weights of one, biases of zero and standard running statistics.</summary>
    /// <param name="features">Width of the sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public SequenceBatchNorm(long features)
        : base(nameof(SequenceBatchNorm))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        weight = ModuleTensor.Parameter(ones(features));
        bias = ModuleTensor.Parameter(zeros(features));
        running_mean = ModuleTensor.Buffer(zeros(features));
        running_var = ModuleTensor.Buffer(ones(features));
        RegisterComponents();
    }

    /// <summary>
    /// Whether the layer also normalises by its running statistics in training, and keeps them: for a layer that is frozen while others
    /// train.
    /// </summary>
    public bool HoldsStatistics { get; set; }

    private bool UsesBatch => training && !HoldsStatistics;

    /// <summary>Normalises a padded batch.</summary>
    /// <param name="u">Features, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>The same shape, owned by the caller; in training zero at padded positions, in evaluation unspecified there.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(SequenceBatchNorm), u, lengths, _features, half: true);
        if (UsesBatch && FusedKernels.Fit(u, weight, bias, running_mean, running_var))
        {
            return FusedBatchNorm.Apply(u, lengths, weight, bias, (running_mean, running_var), Momentum, Epsilon);
        }

        using var scope = NewDisposeScope();
        var rows = u.reshape(-1, _features);
        if (!UsesBatch || lengths is null)
        {
            return Normalise(rows).reshape(u.shape).MoveToOuterDisposeScope();
        }

        // Statistics over valid positions only: normalise those rows by themselves, with the library's fused kernel.
        var valid = SequenceMask.Of(lengths, u.shape[1]).reshape(-1).nonzero().reshape(-1);
        var normalised = Normalise(rows.index_select(0, valid));
        return zeros_like(rows).index_copy(0, valid, normalised).reshape(u.shape).MoveToOuterDisposeScope();
    }

    private Tensor Normalise(Tensor rows)
    {
        // A single position has no unbiased variance (0/0), so the running variance is left unchanged.
        var variance = UsesBatch && rows.shape[0] == 1 ? running_var.clone() : running_var;
        return nn.functional.batch_norm(rows, running_mean, variance, weight, bias, UsesBatch, Momentum, Epsilon);
    }
}
