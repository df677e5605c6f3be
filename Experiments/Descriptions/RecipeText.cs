using System.Globalization;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>Describes a recipe in words.</summary>
internal static class RecipeText
{
    /// <summary>Names and values: the task and the training settings.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ArchitectureSpec spec)
    {
        if (spec.Recipe is not { } recipe)
        {
            yield return ("recipe", "none is declared");
            yield break;
        }

        var warmup = recipe.WarmupSteps > 0 ? $" after {Figures.Count(recipe.WarmupSteps)} steps of warm-up" : "";
        var patience = recipe.Patience > 0 ? $", patience {recipe.Patience}" : "";
        var clip = recipe.GradientClip > 0
            ? string.Create(CultureInfo.InvariantCulture, $", gradients clipped at {recipe.GradientClip}")
            : "";
        var average = recipe.EmaDecay > 0
            ? string.Create(CultureInfo.InvariantCulture, $", parameters averaged with decay {recipe.EmaDecay}")
            : "";
        var carried = recipe.CarryState ? ", the state carried from block to block" : "";
        yield return ("task", recipe.Task.Name);
        yield return ("recipe", string.Create(
            CultureInfo.InvariantCulture,
            $"{recipe.Epochs} epochs of batches of {recipe.BatchSize}, AdamW {recipe.LearningRate} with decay {recipe.WeightDecay}, "
            + $"{recipe.Schedule.ToString().ToLowerInvariant()} schedule{warmup}{patience}{clip}{average}{carried}"));
        if (recipe.Quick is { } quick)
        {
            yield return ("quick form", quick.Name);
        }
    }
}
