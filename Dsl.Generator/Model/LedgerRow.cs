namespace SerpentDsl.Generator.Model;

/// <summary>One module of an architecture.</summary>
/// <param name="Name">Its name in the module around it.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Input">Shape that it reads.</param>
/// <param name="Output">Shape that it writes.</param>
/// <param name="Size">What it holds and costs.</param>
internal sealed record LedgerRow(string Name, string Kind, string Input, string Output, LayerSize Size)
{
    /// <summary>Bytes that it keeps for the backward pass; a value that several modules keep counts at the first of them.</summary>
    public long Kept { get; init; }

    /// <summary>Bytes that a step moves: parameters read, state read and written.</summary>
    public long StepBytes => checked(Size.StepReads + (2 * Size.StateBytes));
}
