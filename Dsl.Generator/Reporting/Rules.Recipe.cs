using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>4xx: recipes.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor RecipeNumberOutOfRange = Error(
        "SDSL401", "Recipe", "Number of a recipe is out of range",
        "Recipe: {0} is {1}, but must be {2}; use {3}");

    public static readonly DiagnosticDescriptor NotATask = Error(
        "SDSL402", "Recipe", "Type is no task",
        "Recipe: {0} {1}; use a public class with a parameterless constructor that implements {2}");

    public static readonly DiagnosticDescriptor TaskNotConstructible = Error(
        "SDSL403", "Recipe", "Task has no public parameterless constructor",
        "Recipe: the runner cannot create {0}, which has no public constructor without parameters; add 'public {0}()'");

    public static readonly DiagnosticDescriptor NotQuick = Error(
        "SDSL404", "Recipe", "Type is no quick architecture",
        "Recipe: {0} cannot be the quick version of {1}, because it {2}; use another class with a head, such as [SequenceClassifier]");

    public static readonly DiagnosticDescriptor NoEffectWithSchedule = Warning(
        "SDSL405", "Recipe", "Option has no effect with this schedule",
        "Recipe: {0} has no effect with Schedule.{1}; {2}");

    public static readonly DiagnosticDescriptor BatchNormOfOne = Warning(
        "SDSL406", "Recipe", "Batch normalisation over one sequence",
        "Recipe: with BatchSize = 1, batch normalisation takes its statistics from a single sequence; use a larger batch, such as 16, " +
        "or Norm.Layer");

    public static readonly DiagnosticDescriptor PatienceNeverEnds = Warning(
        "SDSL407", "Recipe", "Patience outlasts the training",
        "Recipe: a Patience of {0} never runs out in {1} epochs; {2}");

    public static readonly DiagnosticDescriptor QuickWithoutRecipe = Error(
        "SDSL408", "Recipe", "Quick architecture has no recipe",
        "Recipe: {0} cannot be trained as the quick version of {1}, because it has no [Recipe] of its own; add one to {0}");

    public static readonly DiagnosticDescriptor NoStateToCarry = Error(
        "SDSL409", "Recipe", "Only language models carry a state",
        "Recipe: CarryState is for [LanguageModel], which reads running text; [{0}] reads rows, each from an empty state; remove it");

    public static readonly DiagnosticDescriptor TaskOfAnotherHead = Error(
        "SDSL415", "Recipe", "Task is for another head",
        "Recipe: {0} implements {1}, but [{2}] is trained on {3}; use a task that implements {3}, or declare [{4}]");
}
