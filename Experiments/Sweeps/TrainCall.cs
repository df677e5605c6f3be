using System.Globalization;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>A training that a file lists, with the command line of <c>train</c>.</summary>
/// <param name="Architecture">The architecture to train.</param>
/// <param name="Options">Options of <c>train</c> without dashes, and their values; a switch has an empty value.</param>
internal sealed record TrainCall(ArchitectureSpec Architecture, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The arguments of the command line for a seed.</summary>
    /// <param name="seed">The seed.</param>
    public IEnumerable<string> Arguments(long seed) =>
    [
        VerbNames.Train, Architecture.Name, "--seed", seed.ToString(CultureInfo.InvariantCulture),
        .. Options.SelectMany(option => option.Value.Length == 0 ? new[] { $"--{option.Key}" } : [$"--{option.Key}", option.Value]),
    ];
}
