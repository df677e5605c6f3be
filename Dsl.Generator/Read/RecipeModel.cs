using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The recipe and what its types are.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Task">The task, for messages; null when the argument is no type.</param>
/// <param name="TaskContracts">Which of the runtime's interfaces of tasks it implements.</param>
/// <param name="TaskNamesake">An interface that it implements, named like one of the runtime's, and what that one is; null without
/// one.</param>
/// <param name="TaskUnfit">Why it can be no task whatever it implements, as the end of a sentence; null when it can.</param>
/// <param name="TaskIsConstructible">Whether the runner can create it.</param>
/// <param name="Quick">The quick architecture, for messages; null when unset.</param>
/// <param name="QuickUnfit">Why it cannot be that, as the end of a sentence; null when it can.</param>
/// <param name="QuickHasRecipe">Whether it says how it is trained.</param>
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
    /// <summary>What a variant inherits: the quick form is that of the other architecture.</summary>
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
