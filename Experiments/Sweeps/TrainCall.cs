using System.Globalization;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>A training that a file asks for: what <c>train</c> would be told on the command line.</summary>
/// <param name="Architecture">What is trained.</param>
/// <param name="Options">Options of <c>train</c> without their dashes, and their values; empty for a switch.</param>
internal sealed record TrainCall(ArchitectureSpec Architecture, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The command line of the training with a seed.</summary>
    /// <param name="seed">The seed.</param>
    public IEnumerable<string> Arguments(long seed) =>
    [
        VerbNames.Train, Architecture.Name, "--seed", seed.ToString(CultureInfo.InvariantCulture),
        .. Options.SelectMany(option => option.Value.Length == 0 ? new[] { $"--{option.Key}" } : [$"--{option.Key}", option.Value]),
    ];
}
