namespace SerpentDsl.Generator.Read;

/// <summary>The recipe and what its types are.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Task">The task's simple name; null when the argument is no class.</param>
/// <param name="TaskUnfit">Why it is no task, as the end of a sentence; null when it is one.</param>
/// <param name="TaskIsConstructible">Whether the runner can create it.</param>
/// <param name="Quick">Simple name of the quick architecture; null when unset.</param>
/// <param name="QuickUnfit">Why it cannot be that, as the end of a sentence; null when it can.</param>
internal sealed record RecipeModel(
    AttributeModel Attribute,
    string? Task,
    string? TaskUnfit,
    bool TaskIsConstructible,
    string? Quick,
    string? QuickUnfit);
