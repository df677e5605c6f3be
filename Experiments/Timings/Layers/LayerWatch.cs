using System.Diagnostics;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>
/// Watches the layers of a model by hooks. In the backward pass a layer begins when the gradient of its output arrives and ends when that
/// of its input leaves; where one of the two cannot be seen, at its neighbour's.
/// </summary>
internal sealed class LayerWatch
{
    private readonly Dictionary<string, LayerCost> _costs = [];
    private readonly bool _ofMemory;
    private long _last;
    private string? _open;

    /// <param name="model">The model; it is watched as long as it lives.</param>
    /// <param name="names">Paths of its layers, with the names of the rows they count in.</param>
    /// <param name="ofMemory">Whether memory is watched, or time: what tells the one disturbs the other.</param>
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

    /// <summary>Whether anything is watched.</summary>
    public bool IsOn { get; set; }

    /// <summary>The row of what lies between the layers: sums, concatenations, decompression, the loss.</summary>
    public const string Rest = "between layers";

    /// <summary>The backward pass begins.</summary>
    public void BeginBackward() => (_last, _open) = (Stopwatch.GetTimestamp(), null);

    /// <summary>The backward pass is over.</summary>
    public void EndBackward() => Pass(_open ?? Rest);

    /// <summary>What was seen since the last call, by row.</summary>
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
                throw new NotSupportedException($"Write down here how a {module.GetType().Name} is watched.");
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

        // The stamped one takes its place.
        using (output)
        {
            return BackwardStamp.Apply(output, () =>
            {
                Pass(_open ?? Rest);
                _open = row;
            });
        }
    }

    // The time since the last event was this row's.
    private void Pass(string row)
    {
        var now = Stopwatch.GetTimestamp();
        Add(row, new LayerCost(0, Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds, 0));
        _last = now;
    }

    private void Add(string row, LayerCost cost) => _costs[row] = _costs.TryGetValue(row, out var before) ? before + cost : cost;
}
