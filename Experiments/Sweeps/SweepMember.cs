using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>One training of a sweep.</summary>
/// <param name="Title">What it is called; its folder too.</param>
/// <param name="Call">What is trained.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Recipe">Identifies its runs; see <see cref="RecipeHash"/>.</param>
internal sealed record SweepMember(string Title, TrainCall Call, long Seed, string Recipe)
{
    /// <summary>A training with several seeds.</summary>
    /// <exception cref="UsageException">Its options do not fit.</exception>
    public static IEnumerable<SweepMember> Of(string title, TrainCall call, IEnumerable<long> seeds, TrainCallReader calls)
    {
        var (task, options) = calls.Resolve(call);
        var recipe = RecipeHash.Of(call.Architecture, task, options);
        return seeds.Select(seed => new SweepMember($"{title}-seed{seed}", call, seed, recipe));
    }
}
