using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class BatchNorm : NormBase
{
    public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>
    /// Normalises by the batch's statistics while training or where none are kept, else by the running ones, which
    /// training updates: r = (1 - m) r + m s, with the unbiased variance.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var factor = momentum ?? 0.0;
        if (training && track_running_stats && num_batches_tracked is { } batches)
        {
            batches.add_(1);
            if (momentum is null)
            {
                using var count = batches.to(ScalarType.Float64);
                factor = 1.0 / count.item<double>();
            }
        }
        var byBatch = training || (running_mean is null && running_var is null);
        var withRunning = !training || track_running_stats;
        return nn.functional.batch_norm(
            input,
            withRunning ? running_mean : null,
            withRunning ? running_var : null,
            weight,
            bias,
            byBatch,
            factor,
            eps);
    }
}
