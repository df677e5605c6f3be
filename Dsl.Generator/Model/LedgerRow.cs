namespace SerpentDsl.Generator.Model;

/// <summary>One module of an architecture.</summary>
/// <param name="Name">The name under which its parent module registers it.</param>
/// <param name="Kind">The class of the module.</param>
/// <param name="Input">Shape of its input.</param>
/// <param name="Output">Shape of its output.</param>
/// <param name="Size">Parameters and cost of the module.</param>
internal sealed record LedgerRow(string Name, string Kind, string Input, string Output, LayerSize Size)
{
    /// <summary>Bytes that the module keeps for the backward pass. A value kept by several modules counts for the first of them.</summary>
    public long Kept { get; init; }

    /// <summary>Bytes that a step moves: parameters read, state read and written.</summary>
    public long StepBytes => checked(Size.StepReads + (2 * Size.StateBytes));
}
