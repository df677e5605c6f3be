using System.Diagnostics;
using SerpentDsl.Autograd;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Functions;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>Where the time and the memory of a training step go, layer by layer, on fused kernels or on the reference path.</summary>
/// <param name="Rows">Rows of the architecture's layers, then what lies between them.</param>
/// <param name="Update">Clipping and the optimizer's step, in milliseconds.</param>
/// <param name="KeptBytes">What is in use after a forward pass and was not before; null where the allocator does not tell.</param>
internal sealed record LayerProfile(IReadOnlyDictionary<string, LayerCost> Rows, double Update, long? KeptBytes)
{
    private const int Seed = 1;

    /// <summary>Milliseconds of the whole step.</summary>
    public double TotalMs => Rows.Values.Sum(cost => cost.ForwardMs + cost.BackwardMs) + Update;

    /// <summary>Measures steps of a fresh model on random tokens.</summary>
    /// <param name="spec">What is trained.</param>
    /// <param name="rows">The rows of its layers.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="length">Positions of each.</param>
    /// <param name="repetitions">How many steps the medians are of; one more comes before.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>On fused kernels, and on the reference path, measured in turns.</returns>
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
        // What earlier steps left to finalizers must not go away meanwhile.
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
