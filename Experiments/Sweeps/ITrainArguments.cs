using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Reads the command line of <c>train</c> for files that ask for trainings.</summary>
internal interface ITrainArguments
{
    /// <summary>The names of its options, without dashes.</summary>
    IReadOnlyList<string> Options { get; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments after the name of the command.</param>
    /// <param name="recipe">The recipe that the options override.</param>
    /// <returns>The name of another task than the recipe's, or null, and the resolved options.</returns>
    /// <exception cref="UsageException">An option's value does not fit.</exception>
    (string? Task, TrainingOptions Options) Read(IEnumerable<string> arguments, RecipeSpec recipe);
}
