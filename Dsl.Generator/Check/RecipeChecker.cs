using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks a recipe and fills in its defaults.</summary>
internal static class RecipeChecker
{
    public static IEnumerable<Finding> Check(RecipeModel recipe, HeadKind head, string model)
    {
        foreach (var finding in OptionsChecker.Check(recipe.Attribute, Anchor.Recipe, "Recipe", Rules.RecipeNumberOutOfRange))
        {
            yield return finding;
        }

        foreach (var finding in RequiredOptionsChecker.Check(recipe.Attribute, Anchor.Recipe, $"typeof({head.TaskExample})"))
        {
            yield return finding;
        }

        foreach (var finding in TaskChecker.Check(recipe, head))
        {
            yield return finding;
        }

        if (recipe is { Quick: { } quick, QuickUnfit: { } why })
        {
            yield return new(Rules.NotQuick, Anchor.Recipe.In("Quick"), EquatableArray.Of(quick, model, why));
        }

        if (recipe.Attribute["CarryState"].Truth && head != LanguageModelHead.Definition)
        {
            yield return new Finding(Rules.NoStateToCarry, Anchor.Recipe.In("CarryState"), EquatableArray.Of(head.Name))
                .Removing("CarryState");
        }

        var schedule = recipe.Attribute["Schedule"].Label;
        if (recipe.Attribute.Find("WarmupSteps") is { IsSet: true, Value.Whole: > 0 } && schedule is "Constant" or "Plateau")
        {
            yield return new Finding(
                Rules.NoEffectWithSchedule,
                Anchor.Recipe.In("WarmupSteps"),
                EquatableArray.Of("WarmupSteps", schedule, "use Schedule.Cosine, or remove it"))
                .Removing("WarmupSteps");
        }

        if (schedule == "Plateau" && recipe.Attribute["Patience"] is { Kind: ConstantKind.Integer, Whole: 0 })
        {
            yield return new Finding(
                Rules.NoEffectWithSchedule,
                Anchor.Recipe.In("Patience"),
                EquatableArray.Of("Patience = 0", schedule, "use a patience of at least 1 epoch, such as 10, or Schedule.Constant"))
                .Setting("Patience", "10");
        }
    }

    /// <summary>The recipe with its defaults; null when a value is missing because the compiler rejects its argument.</summary>
    public static Recipe? Complete(RecipeModel recipe)
    {
        var attribute = recipe.Attribute;
        Recipe completed = new(
            attribute["Task"],
            attribute["Epochs"].Whole,
            attribute["BatchSize"].Whole,
            attribute["LearningRate"],
            attribute["WeightDecay"],
            attribute["Schedule"],
            attribute["WarmupSteps"].Whole,
            attribute["Patience"].Whole,
            attribute["GradientClip"],
            attribute["EmaDecay"],
            attribute["CarryState"].Truth,
            recipe.Quick is null ? null : attribute["Quick"]);
        Constant[] reals = [completed.LearningRate, completed.WeightDecay, completed.GradientClip, completed.EmaDecay];
        return attribute.IsBroken || recipe.Task is null || reals.Any(real => real.Code.Length == 0) ? null : completed;
    }
}
