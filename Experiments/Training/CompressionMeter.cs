using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// The realised compression rates and the coverage of a model's branches, averaged over all batches between two readings. Sums are kept on
/// the device, so that only a reading waits for them.
/// </summary>
internal sealed class CompressionMeter : IDisposable
{
    private readonly Meter[] _meters;

    /// <param name="model">The model, on its device; observed until the meter is disposed.</param>
    /// <param name="device">The model's device.</param>
    public CompressionMeter(nn.Module model, Device device) =>
        _meters =
        [
            .. model.named_modules()
                .Where(entry => entry.module is CompressionLayer)
                .Select(entry => new Meter(entry.name, (CompressionLayer)entry.module, device)),
        ];

    /// <summary>The sums since the last reading, by the names of the compression layers.</summary>
    public IReadOnlyDictionary<string, CompressionSum> Sums() => _meters.ToDictionary(meter => meter.Name, meter => meter.Sum);

    /// <summary>Copies the sums as they are now, without waiting for the device.</summary>
    public void Hold()
    {
        foreach (var meter in _meters)
        {
            meter.Hold();
        }
    }

    /// <summary>The sums at the last <see cref="Hold"/>.</summary>
    public IReadOnlyDictionary<string, CompressionSum> HeldSums() => _meters.ToDictionary(meter => meter.Name, meter => meter.HeldSum);

    /// <summary>Continues from earlier sums.</summary>
    /// <param name="sums">Sums from <see cref="Sums"/> of the same architecture.</param>
    public void Restore(IReadOnlyDictionary<string, CompressionSum> sums)
    {
        foreach (var meter in _meters)
        {
            meter.Sum = sums[meter.Name];
        }
    }

    /// <summary>Reads the means since the last reading, and resets them.</summary>
    /// <returns>The means; null without compression layers, or if no batch was run.</returns>
    public CompressionMeans? Read()
    {
        var (rates, coverage) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var meter in _meters)
        {
            if (meter.Read() is { } means)
            {
                rates.Add(meter.Name, means.Rate);
                coverage.Add(meter.Name, means.Coverage);
            }
        }

        return rates.Count == 0 ? null : new CompressionMeans(rates, coverage);
    }

    public void Dispose()
    {
        foreach (var meter in _meters)
        {
            meter.Dispose();
        }
    }

    private sealed class Meter : IDisposable
    {
        private readonly Action _remove;

        // Of rates and of coverage, float64 [2].
        private readonly Tensor _sum;
        private readonly Tensor _held;
        private int _batches;
        private int _heldBatches;

        public Meter(string name, CompressionLayer layer, Device device)
        {
            Name = name;
            _sum = zeros([2], ScalarType.Float64, device).DetachFromDisposeScope();
            _held = zeros([2], ScalarType.Float64, device).DetachFromDisposeScope();
            _remove = layer.register_forward_hook((_, _, _, compressed) => Add(compressed)).remove;
        }

        public string Name { get; }

        public CompressionSum Sum
        {
            get => SumOf(_sum, _batches);
            set
            {
                using var sums = tensor(new[] { value.Rates, value.Coverage });
                _sum.copy_(sums);
                _batches = value.Batches;
            }
        }

        public CompressionSum HeldSum => SumOf(_held, _heldBatches);

        public void Hold()
        {
            _held.copy_(_sum);
            _heldBatches = _batches;
        }

        public (double Rate, double Coverage)? Read()
        {
            if (_batches == 0)
            {
                return null;
            }

            var sum = Sum;
            _sum.fill_(Scalars.Zero);
            _batches = 0;
            return (sum.Rates / sum.Batches, sum.Coverage / sum.Batches);
        }

        public void Dispose()
        {
            _remove();
            _sum.Dispose();
            _held.Dispose();
        }

        private CompressedSequence Add(CompressedSequence compressed)
        {
            using var scope = NewDisposeScope();
            _sum.AddInPlace(stack([compressed.MeanRate(), compressed.MeanCoverage()]));
            _batches++;
            return compressed;
        }

        private static CompressionSum SumOf(Tensor sums, int batches)
        {
            using var values = sums.cpu();
            var both = values.data<double>();
            return new(both[0], batches, both[1]);
        }
    }
}
