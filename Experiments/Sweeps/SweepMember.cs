using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>One training of a sweep.</summary>
/// <param name="Title">Name of the training and of its folder.</param>
/// <param name="Call">The training, as written in the file.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Recipe">Hash that finds the training's runs; see <see cref="RecipeHash"/>.</param>
internal sealed record SweepMember(string Title, TrainCall Call, long Seed, string Recipe)
{
    /// <summary>One member for each seed of a training.</summary>
    /// <exception cref="UsageException">The training's options are wrong.</exception>
    public static IEnumerable<SweepMember> Of(string title, TrainCall call, IEnumerable<long> seeds, TrainCallReader calls)
    {
        var recipe = RecipeHash.Of(call.Architecture, calls.Resolve(call));
        return seeds.Select(seed => new SweepMember($"{title}-seed{seed}", call, seed, recipe));
    }
}
