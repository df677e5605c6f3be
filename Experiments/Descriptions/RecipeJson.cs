using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>A recipe for JSON output; types are written by name.</summary>
internal sealed record RecipeJson(
    string Task,
    int Epochs,
    int BatchSize,
    double LearningRate,
    double WeightDecay,
    Schedule Schedule,
    int WarmupSteps,
    int Patience,
    double GradientClip,
    double EmaDecay,
    bool CarryState,
    string? Quick)
{
    public static RecipeJson Of(RecipeSpec recipe) => new(
        recipe.Task.Name,
        recipe.Epochs,
        recipe.BatchSize,
        recipe.LearningRate,
        recipe.WeightDecay,
        recipe.Schedule,
        recipe.WarmupSteps,
        recipe.Patience,
        recipe.GradientClip,
        recipe.EmaDecay,
        recipe.CarryState,
        recipe.Quick?.Name);
}
