namespace SerpentDsl.Experiments.Commands;

/// <summary>What every command works with.</summary>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Catalogue">The architectures that can be named.</param>
/// <param name="Cancellation">Set when the user wants it to stop.</param>
internal sealed record CommandContext(Terminal Terminal, ArchitectureCatalogue Catalogue, CancellationToken Cancellation);
