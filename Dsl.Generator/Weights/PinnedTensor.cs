using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Weights;

/// <summary>
/// A tensor of a checkpoint, or the equal tensors of several blocks, whose name has a star in place of the block's number.
/// </summary>
/// <param name="Name">The name: <c>embedding.weight</c>, <c>blocks.*.norm.weight</c>.</param>
/// <param name="First">The first block; 0 outside of blocks.</param>
/// <param name="Last">The last block; 0 outside of blocks.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">The dimensions.</param>
internal sealed record PinnedTensor(string Name, long First, long Last, string Type, EquatableArray<long> Shape)
{
    /// <summary>The beginning of the names of tensors in blocks.</summary>
    public const string Blocks = "blocks.";

    /// <summary>The beginning of names with a star in place of the block's number.</summary>
    public const string AnyBlock = Blocks + "*.";

    /// <summary>Whether the tensor belongs to blocks.</summary>
    public bool IsInBlocks => Name.StartsWith(AnyBlock, System.StringComparison.Ordinal);

    /// <summary>The name with the numbers of the blocks: <c>blocks.0-5.norm.weight</c>.</summary>
    public string FullName => !IsInBlocks
        ? Name
        : Blocks + Number(First) + (Last > First ? "-" + Number(Last) : "") + "." + Name.Substring(AnyBlock.Length);

    /// <summary>Type and dimensions: <c>float32 [96, 192]</c>.</summary>
    public string Form => $"{Type} [{string.Join(", ", Shape.Select(Number))}]";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
