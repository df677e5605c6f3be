using System.Diagnostics;
using SerpentDsl.Autograd;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Functions;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>Time and memory of a training step, layer by layer, with fused kernels or on the reference path.</summary>
/// <param name="Rows">Costs by row: the architecture's layers, then the row <see cref="LayerWatch.Rest"/>.</param>
/// <param name="Update">Time of clipping and of the optimizer's step, in milliseconds.</param>
/// <param name="KeptBytes">Increase of the bytes in use during a forward pass; null if the allocator does not report them.</param>
internal sealed record LayerProfile(IReadOnlyDictionary<string, LayerCost> Rows, double Update, long? KeptBytes)
{
    private const int Seed = 1;

    /// <summary>Time of the whole step, in milliseconds.</summary>
    public double TotalMs => Rows.Values.Sum(cost => cost.ForwardMs + cost.BackwardMs) + Update;

    /// <summary>Measures training steps of a newly initialised model on random tokens.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="rows">The rows of the architecture's layers.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Length of the sequences, in positions.</param>
    /// <param name="repetitions">Number of measured steps, from which the medians are computed; one more step comes before as
    /// warm-up.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The profiles with fused kernels and on the reference path, measured in turns.</returns>
    public static (LayerProfile Fused, LayerProfile Reference) Of(
        ArchitectureSpec spec, IReadOnlyList<LayerRow> rows, int batch, int length, int repetitions, CancellationToken cancellation)
    {
        manual_seed(Seed);
        using var scope = NewDisposeScope();
        using var trained = new TrainedModel(spec);
        var (input, targets) = trained.Batch(batch, length);
        var names = rows
            .SelectMany(row => row.Names.Select(name => (name, row.Name)))
            .ToDictionary(entry => entry.name, entry => entry.Name, StringComparer.Ordinal);
        var time = new LayerWatch(trained.Module, names, ofMemory: false);
        var memory = new LayerWatch(trained.Module, names, ofMemory: true);
        List<Step> fused = [], reference = [];
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            cancellation.ThrowIfCancellationRequested();
            Step one = Measure(trained, time, memory, input, targets), other;
            using (FusedKernels.Off())
            {
                other = Measure(trained, time, memory, input, targets);
            }

            if (repetition > 0)
            {
                fused.Add(one);
                reference.Add(other);
            }
        }

        return (Of(fused), Of(reference));
    }

    private static LayerProfile Of(List<Step> steps) => new(
        steps[0].Rows.Keys.ToDictionary(row => row, row => LayerCost.Median([.. steps.Select(step => step.Rows.GetValueOrDefault(row))])),
        steps.Select(step => step.Update).Order().ElementAt(steps.Count / 2),
        steps[0].KeptBytes);

    private static Step Measure(TrainedModel trained, LayerWatch time, LayerWatch memory, Tensor input, Tensor targets)
    {
        using var scope = NewDisposeScope();
        trained.ZeroGradients();
        time.IsOn = true;
        var began = Stopwatch.GetTimestamp();
        var loss = trained.Loss(input, targets);
        var forward = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        time.BeginBackward();
        BackwardPass.Run(loss);
        time.EndBackward();
        time.IsOn = false;
        began = Stopwatch.GetTimestamp();
        trained.Update();
        var update = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var rows = new Dictionary<string, LayerCost>(time.Take());
        var rest = rows.GetValueOrDefault(LayerWatch.Rest);
        rows[LayerWatch.Rest] = rest with { ForwardMs = forward - rows.Values.Sum(cost => cost.ForwardMs) };
        return new Step(rows, update, null).With(Kept(trained, memory, input, targets));
    }

    private static (IReadOnlyDictionary<string, LayerCost> Rows, long? InAll) Kept(
        TrainedModel trained, LayerWatch memory, Tensor input, Tensor targets)
    {
        // Tensors of earlier steps that wait for finalizers must not be freed during the measurement.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var scope = NewDisposeScope();
        memory.IsOn = true;
        var before = NativeHeap.InUse;
        using (var loss = trained.Loss(input, targets))
        {
            memory.IsOn = false;
            return (memory.Take(), NativeHeap.InUse - before);
        }
    }

    private sealed record Step(IReadOnlyDictionary<string, LayerCost> Rows, double Update, long? KeptBytes)
    {
        public Step With((IReadOnlyDictionary<string, LayerCost> Rows, long? InAll) kept)
        {
            var all = Rows.ToDictionary(
                row => row.Key, row => row.Value with { KeptBytes = kept.Rows.GetValueOrDefault(row.Key).KeptBytes });
            var rest = all[LayerWatch.Rest];
            all[LayerWatch.Rest] = rest with { KeptBytes = kept.InAll - kept.Rows.Values.Sum(cost => cost.KeptBytes ?? 0) };
            return new Step(all, Update, kept.InAll);
        }
    }
}
