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
    /// <param name="recipe">The recipe that the options override.</param>
    /// <returns>The name of the task, or null for the recipe's; and the options, with the recipe's where not overridden.</returns>
    /// <exception cref="UsageException">The value of an option is wrong.</exception>
    (string? Task, TrainingOptions Options) Read(IEnumerable<string> arguments, RecipeSpec recipe);
}
