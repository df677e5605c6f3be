using SerpentDsl.Native;
using SerpentDsl.Resampling;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The sizes of a compression and of a batch for it.</summary>
public sealed record CompressionShape(
    long Batch, long Length, long Features, long BranchFeatures, double Rate, int WindowSize, int TimeBasis)
{
    private static readonly CompressionOptions s_middle = new() { PointPlacement = PointPlacement.Middle };
    private static readonly CompressionOptions s_uniform = new() { Interval = Interval.Uniform, DeltaBias = 0.3 };
    private static readonly CompressionOptions s_linear = new() { ReadBack = ReadBack.Linear };
    private static readonly CompressionOptions s_random = s_middle with { Interval = Interval.Random, DeltaBias = 0.4 };

    /// <summary>What the paper leaves open.</summary>
    public CompressionOptions Options { get; init; } = new();

    /// <summary>How far points stand before whole numbers of units.</summary>
    public double Offset => Options.PointPlacement == PointPlacement.Middle ? 0.5 : 0;

    public static TheoryData<CompressionShape> All() =>
    [
        new(Batch: 2, Length: 24, Features: 5, BranchFeatures: 3, Rate: 0.5, WindowSize: 4, TimeBasis: 3),
        new(Batch: 1, Length: 1, Features: 3, BranchFeatures: 2, Rate: 0.5, WindowSize: 1, TimeBasis: 1),
        new(Batch: 3, Length: 4, Features: 4, BranchFeatures: 2, Rate: 0.75, WindowSize: 7, TimeBasis: 2),
        new(Batch: 2, Length: 31, Features: 4, BranchFeatures: 4, Rate: 1, WindowSize: 1, TimeBasis: 2),
        new(Batch: 1, Length: 33, Features: 6, BranchFeatures: 2, Rate: 0.125, WindowSize: 6, TimeBasis: 2),
        new(Batch: 4, Length: 15, Features: 3, BranchFeatures: 3, Rate: 0.29, WindowSize: 3, TimeBasis: 4),
        new(Batch: 3, Length: 26, Features: 4, BranchFeatures: 3, Rate: 0.6, WindowSize: 4, TimeBasis: 2) { Options = s_middle },
        new(Batch: 2, Length: 5, Features: 3, BranchFeatures: 2, Rate: 0.3, WindowSize: 7, TimeBasis: 1) { Options = s_middle },
        new(Batch: 2, Length: 19, Features: 4, BranchFeatures: 2, Rate: 1, WindowSize: 3, TimeBasis: 2) { Options = s_middle },
        new(Batch: 2, Length: 21, Features: 4, BranchFeatures: 2, Rate: 0.8, WindowSize: 4, TimeBasis: 2) { Options = s_uniform },
        new(Batch: 3, Length: 22, Features: 3, BranchFeatures: 3, Rate: 0.7, WindowSize: 3, TimeBasis: 3) { Options = s_random },
        new(Batch: 2, Length: 17, Features: 3, BranchFeatures: 2, Rate: 1, WindowSize: 1, TimeBasis: 1) { Options = s_random },
        new(Batch: 3, Length: 23, Features: 4, BranchFeatures: 3, Rate: 0.5, WindowSize: 4, TimeBasis: 2) { Options = s_linear },
        new(Batch: 2, Length: 20, Features: 3, BranchFeatures: 2, Rate: 0.9, WindowSize: 3, TimeBasis: 2)
        {
            Options = s_linear with { PointPlacement = PointPlacement.Middle },
        },
    ];

    public static TheoryData<CompressionShape, bool> AllInBothForms()
    {
        TheoryData<CompressionShape, bool> data = [];
        foreach (var shape in All())
        {
            data.Add(shape, false);
            data.Add(shape, true);
        }

        return data;
    }

    public SelectiveCompression Selective() => new(Features, BranchFeatures, Rate, WindowSize, TimeBasis, options: Options);

    /// <summary>The causal form, which reads back the last point in any case.</summary>
    public CausalCompression Causal() =>
        new(Features, BranchFeatures, Rate, WindowSize, TimeBasis, Options with { ReadBack = ReadBack.Nearest });

    public CompressionLayer Form(bool causal) => causal ? Causal() : Selective();

    /// <summary>A layer with intervals that differ, and a ragged batch whose first sequence has full length.</summary>
    public (T Layer, Tensor U, Tensor Lengths) Make<T>(Func<T> create, ScalarType type, long seed)
        where T : CompressionLayer
    {
        manual_seed(seed);
        var layer = create().to(type);
        Set(layer, "w_delta", 0.5);
        var lengths = randint(1, Length + 1, [Batch], ScalarType.Int64);
        lengths[0] = tensor(Length);
        return (layer, randn(Batch, Length, Features, type), lengths);
    }

    /// <summary>What a layer learns, by name.</summary>
    public static (string Name, Tensor Value)[] Learned(CompressionLayer layer) =>
        [.. layer.named_parameters().Where(entry => entry.parameter.requires_grad).Select(entry => (entry.name, (Tensor)entry.parameter))];

    /// <summary>Fills a parameter with a number; w_delta, if the layer has it, with normal numbers of that deviation.</summary>
    public static void Set(CompressionLayer layer, string name, double value)
    {
        using var noGradient = no_grad();
        if (!layer.state_dict().TryGetValue(name, out var parameter))
        {
            return;
        }

        if (name == "w_delta")
        {
            parameter.copy_(randn_like(parameter).mul(Scalars.Of(value)));
        }
        else
        {
            parameter.fill_(Scalars.Of(value));
        }
    }
}
