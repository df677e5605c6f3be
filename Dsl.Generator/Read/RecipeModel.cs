using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A recipe as declared, with the properties of the types that it names.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Task">The name of the task, for messages; null when the argument is no type.</param>
/// <param name="TaskContracts">The task interfaces of the runtime that the task implements.</param>
/// <param name="TaskNamesake">An interface that the task implements and that only shares the name of one of the runtime's, with a note of
/// its origin; null without one.</param>
/// <param name="TaskUnfit">Why the type cannot be a task, apart from its interfaces, as the end of a sentence; null when it can.</param>
/// <param name="TaskIsConstructible">Whether the runner can create the task.</param>
/// <param name="Quick">The name of the quick architecture, for messages; null when unset.</param>
/// <param name="QuickUnfit">Why the class cannot be the quick architecture, as the end of a sentence; null when it can.</param>
/// <param name="QuickHasRecipe">Whether the quick architecture has a recipe.</param>
internal sealed record RecipeModel(
    AttributeModel Attribute,
    string? Task,
    EquatableArray<string> TaskContracts,
    string? TaskNamesake,
    string? TaskUnfit,
    bool TaskIsConstructible,
    string? Quick,
    string? QuickUnfit,
    bool QuickHasRecipe)
{
    /// <summary>The recipe as a variant inherits it: without the quick architecture, which belongs to the other architecture.</summary>
    public RecipeModel WithoutQuick() => this with
    {
        Attribute = Attribute with
        {
            Options = Attribute.Options
                .Select(option => option.Name == "Quick" ? option with { IsSet = false, Value = option.Default } : option)
                .ToEquatableArray(),
        },
        Quick = null,
        QuickUnfit = null,
        QuickHasRecipe = false,
    };
}
