using System.Diagnostics;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>
/// Measures the layers of a model by hooks. In the backward pass a layer begins when the gradient of its output arrives, and ends when the
/// gradient of its input is complete. If the input needs no gradient, the layer ends when the next one begins.
/// </summary>
internal sealed class LayerWatch
{
    private readonly Dictionary<string, LayerCost> _costs = [];
    private readonly bool _ofMemory;
    private long _last;
    private string? _open;

    /// <param name="model">The model; the hooks stay as long as the model exists.</param>
    /// <param name="names">For each layer's path, the row to which it belongs.</param>
    /// <param name="ofMemory">Whether memory is measured, else time. Measuring memory takes time, so the two need separate steps.</param>
    public LayerWatch(nn.Module model, IReadOnlyDictionary<string, string> names, bool ofMemory)
    {
        _ofMemory = ofMemory;
        foreach (var (path, module) in model.named_modules())
        {
            if (names.TryGetValue(path, out var row))
            {
                Watch(module, row);
            }
        }
    }

    /// <summary>Whether the hooks measure.</summary>
    public bool IsOn { get; set; }

    /// <summary>The row of all work between the layers: sums, concatenations, decompression, the loss.</summary>
    public const string Rest = "between layers";

    /// <summary>Must be called at the beginning of a backward pass.</summary>
    public void BeginBackward() => (_last, _open) = (Stopwatch.GetTimestamp(), null);

    /// <summary>Must be called at the end of a backward pass.</summary>
    public void EndBackward() => Pass(_open ?? Rest);

    /// <summary>The costs since the last call, by row.</summary>
    public IReadOnlyDictionary<string, LayerCost> Take()
    {
        var taken = new Dictionary<string, LayerCost>(_costs);
        _costs.Clear();
        return taken;
    }

    private void Watch(nn.Module module, string row)
    {
        long began = 0, inUse = 0;
        void Begin()
        {
            inUse = _ofMemory ? NativeHeap.InUse ?? 0 : 0;
            began = Stopwatch.GetTimestamp();
        }

        void End() => Add(row, new LayerCost(
            _ofMemory ? 0 : Stopwatch.GetElapsedTime(began).TotalMilliseconds, 0, _ofMemory ? NativeHeap.InUse - inUse : 0));

        switch (module)
        {
            case nn.Module<Tensor, Tensor> layer:
                layer.register_forward_pre_hook((_, input) => Enter(input, row, Begin));
                layer.register_forward_hook((_, _, output) => Leave(output, row, End));
                break;
            case nn.Module<Tensor, Tensor?, Tensor> layer:
                layer.register_forward_pre_hook((_, input, lengths) => (Enter(input, row, Begin), lengths));
                layer.register_forward_hook((_, _, _, output) => Leave(output, row, End));
                break;
            case CompressionLayer layer:
                layer.register_forward_pre_hook((_, input, lengths) => (Enter(input, row, Begin), lengths));
                layer.register_forward_hook((_, _, _, output) =>
                {
                    if (IsOn)
                    {
                        End();
                    }

                    return output;
                });
                break;
            default:
                throw new NotSupportedException($"LayerWatch has no hooks for a {module.GetType().Name}; add a case for this class.");
        }
    }

    private Tensor Enter(Tensor input, string row, Action begin)
    {
        if (!IsOn)
        {
            return input;
        }

        var watched = _ofMemory || !input.requires_grad ? input : BackwardStamp.Apply(input, () =>
        {
            Pass(row);
            _open = null;
        });
        begin();
        return watched;
    }

    private Tensor Leave(Tensor output, string row, Action end)
    {
        if (!IsOn)
        {
            return output;
        }

        end();
        if (_ofMemory || !output.requires_grad)
        {
            return output;
        }

        // Replaced by the returned tensor, which has the callback.
        using (output)
        {
            return BackwardStamp.Apply(output, () =>
            {
                Pass(_open ?? Rest);
                _open = row;
            });
        }
    }

    // The time since the last event belongs to this row.
    private void Pass(string row)
    {
        var now = Stopwatch.GetTimestamp();
        Add(row, new LayerCost(0, Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds, 0));
        _last = now;
    }

    private void Add(string row, LayerCost cost) => _costs[row] = _costs.TryGetValue(row, out var before) ? before + cost : cost;
}
