using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>What every command works with.</summary>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Catalogue">The architectures that can be named.</param>
/// <param name="Cancellation">Set when the user wants it to stop.</param>
internal sealed record CommandContext(Terminal Terminal, ArchitectureCatalogue Catalogue, CancellationToken Cancellation)
{
    /// <summary>Reads the trainings that sweeps and protocols ask for.</summary>
    public TrainCallReader TrainCalls { get; } = new(Catalogue, new TrainArguments());
}
