using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Reads the command line of <c>train</c> for sweep files and protocols.</summary>
internal interface ITrainArguments
{
    /// <summary>The names of the options of <c>train</c>, without dashes.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <param name="architecture">The architecture to train, whose recipe the options override.</param>
    /// <param name="catalogue">The known architectures, whose tasks an option may name.</param>
    /// <exception cref="UsageException">An option is wrong, there is no such task, or nothing says what to train on.</exception>
    PlannedTraining Read(IEnumerable<string> arguments, ArchitectureSpec architecture, ArchitectureCatalogue catalogue);
}
