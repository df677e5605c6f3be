using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks that the type that a recipe names is a task, and a task for the declared head.</summary>
internal static class TaskChecker
{
    public static IEnumerable<Finding> Check(RecipeModel recipe, HeadKind head)
    {
        if (recipe.Task is not { } name)
        {
            yield break;
        }

        var task = Anchor.Recipe.In("Task");
        var wanted = head.TaskContract;
        if (recipe.TaskContracts.Count == 0)
        {
            yield return new(Rules.NotATask, task, EquatableArray.Of(name, WhyNone(recipe, wanted), wanted));
        }
        else if (recipe.TaskUnfit is { } reason)
        {
            yield return new(Rules.NotATask, task, EquatableArray.Of(name, reason, wanted));
        }
        else if (!recipe.TaskContracts.Contains(wanted))
        {
            var found = recipe.TaskContracts[0];
            var fitting = HeadKinds.All.First(kind => kind.TaskContract == found).Name;
            yield return new(Rules.TaskOfAnotherHead, task, EquatableArray.Of(name, found, head.Name, wanted, fitting));
        }
        else if (!recipe.TaskIsConstructible)
        {
            yield return new(Rules.TaskNotConstructible, task, EquatableArray.Of(name));
        }
    }

    private static string WhyNone(RecipeModel recipe, string wanted) =>
        recipe.TaskNamesake is { } namesake ? "implements " + namesake : "does not implement " + wanted;
}
