using System.Globalization;
using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>The sizes of a layer, read off what runs: the tensors of the checkpoint and the shapes that go in and out.</summary>
internal sealed class LayerShapes(ArchitectureSpec model, LayerSpec layer)
{
    private readonly string _owner = layer.Name.Split('.')[^1].Split('_')[0];

    /// <summary>Sequences of one input: two of a pair.</summary>
    public long Sequences => layer.Input.StartsWith("[2B", StringComparison.Ordinal) ? 2 : 1;

    /// <summary>Positions of a sequence.</summary>
    public long Length => Extents(layer.Input).Length < 3 ? 1 : PositionsOf(Extents(layer.Input)[1]);

    /// <summary>The most resampled points of a layer that makes them.</summary>
    public long Points => PositionsOf("K");

    /// <summary>Numbers that go out for one input.</summary>
    public long Written => Sequences * Length * Outputs;

    /// <summary>Width that goes in.</summary>
    public long Inputs => long.Parse(Extents(layer.Input)[^1], CultureInfo.InvariantCulture);

    /// <summary>Width that goes out.</summary>
    public long Outputs => long.Parse(Extents(layer.Output)[^1], CultureInfo.InvariantCulture);

    /// <summary>Numbers in all matrices and taps that every position is multiplied with.</summary>
    public long Weights => model.Weights
        .Where(weight => weight.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal))
        .Where(weight => weight.Name.EndsWith(".weight", StringComparison.Ordinal) && weight.Shape.Count > 1)
        .Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Numbers of the layer's bias; 0 without one.</summary>
    public long Biases => model.Weights.Where(weight => weight.Name == $"{layer.Name}.bias").Sum(weight => weight.Shape[0]);

    /// <summary>The shape of a tensor of the layer.</summary>
    public IReadOnlyList<long> Of(string tensor) => model.Weights.Single(weight => weight.Name == $"{layer.Name}.{tensor}").Shape;

    /// <summary>An option of the branch, as a declaration writes it.</summary>
    public string Option(string name) => model.Options.Single(option => option.Owner == _owner && option.Name == name).Value;

    /// <summary>An option of the branch that is a number.</summary>
    public long Number(string name) => long.Parse(Option(name), CultureInfo.InvariantCulture);

    private static string[] Extents(string shape) => shape.Trim('[', ']').Split(", ");

    private long PositionsOf(string axis) => axis == "K"
        ? (long)double.Ceiling(double.Parse(Option("CompressionRate"), CultureInfo.InvariantCulture) * model.Head.MaxLength)
        : model.Head.MaxLength;
}
