using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Whether the task of a recipe is one, and one for the declared head.</summary>
internal static class TaskChecker
{
    // Each head and the interface of what it is trained on.
    private static readonly (string Head, string Contract)[] s_pairings =
    [
        ("SequenceClassifier", "ISequenceTask"),
        ("PairClassifier", "IPairTask"),
        ("LanguageModel", "ILanguageTask"),
    ];

    public static IEnumerable<Finding> Check(RecipeModel recipe, string head)
    {
        if (recipe.Task is not { } name)
        {
            yield break;
        }

        Anchor task = Anchor.Recipe.In("Task");
        string? wanted = s_pairings.FirstOrDefault(pairing => pairing.Head == head).Contract;
        if (wanted is null)
        {
            yield return new(Rules.NoTasksForHead, Anchor.Recipe, EquatableArray.Of(head));
        }
        else if (recipe.TaskContracts.Count == 0)
        {
            yield return new(Rules.NotATask, task, EquatableArray.Of(name, "does not implement " + wanted, wanted));
        }
        else if (recipe.TaskUnfit is { } reason)
        {
            yield return new(Rules.NotATask, task, EquatableArray.Of(name, reason, wanted));
        }
        else if (!recipe.TaskContracts.Contains(wanted))
        {
            string found = recipe.TaskContracts[0];
            string fitting = s_pairings.First(pairing => pairing.Contract == found).Head;
            yield return new(Rules.TaskOfAnotherHead, task, EquatableArray.Of(name, found, head, wanted, fitting));
        }
        else if (!recipe.TaskIsConstructible)
        {
            yield return new(Rules.TaskNotConstructible, task, EquatableArray.Of(name));
        }
    }
}
