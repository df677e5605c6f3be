namespace SerpentDsl.Generator.Check;

/// <summary>One module of an architecture.</summary>
/// <param name="Name">Its name in the module around it.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Input">Shape that it reads.</param>
/// <param name="Output">Shape that it writes.</param>
/// <param name="Size">What it holds and costs.</param>
internal sealed record LedgerRow(string Name, string Kind, string Input, string Output, LayerSize Size);
