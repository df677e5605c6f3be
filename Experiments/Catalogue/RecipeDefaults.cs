using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Catalogue;

/// <summary>The recipe of an architecture that declares none: the defaults of <see cref="RecipeAttribute"/>.</summary>
internal static class RecipeDefaults
{
    /// <summary>The recipe for a task.</summary>
    /// <param name="task">The task's class.</param>
    public static RecipeSpec For(Type task) => new(
        task,
        Default<int>(nameof(RecipeAttribute.Epochs)),
        Default<int>(nameof(RecipeAttribute.BatchSize)),
        Default<double>(nameof(RecipeAttribute.LearningRate)),
        Default<double>(nameof(RecipeAttribute.WeightDecay)),
        Default<Schedule>(nameof(RecipeAttribute.Schedule)),
        Default<int>(nameof(RecipeAttribute.WarmupSteps)),
        Default<int>(nameof(RecipeAttribute.Patience)),
        Default<double>(nameof(RecipeAttribute.GradientClip)),
        Default<double>(nameof(RecipeAttribute.EmaDecay)),
        Default<bool>(nameof(RecipeAttribute.CarryState)),
        Quick: null);

    private static T Default<T>(string property) =>
        (T)typeof(RecipeAttribute).GetProperty(property)!.GetCustomAttribute<DefaultValueAttribute>()!.Value!;
}
