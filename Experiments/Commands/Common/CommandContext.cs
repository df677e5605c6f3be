using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The surroundings in which a command runs.</summary>
/// <param name="Terminal">The terminal to write to.</param>
/// <param name="Catalogue">The known architectures.</param>
/// <param name="Cancellation">Set when the user asks the command to stop.</param>
internal sealed record CommandContext(Terminal Terminal, ArchitectureCatalogue Catalogue, CancellationToken Cancellation)
{
    /// <summary>Reads the trainings that sweep files and protocols list.</summary>
    public TrainCallReader TrainCalls { get; } = new(Catalogue, new TrainArguments());
}
