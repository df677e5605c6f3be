using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Streaming;

namespace SerpentDsl.Generator.Plan;

/// <summary>The plan of a generated class, from which Write makes C#: all names, steps and lifetimes.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Ledger">The modules with shapes, parameters and cost.</param>
/// <param name="Facts">The cost of the whole model.</param>
/// <param name="Names">The names by which the file refers to types.</param>
/// <param name="HeadArguments">Arguments of the record that describes the head at run time.</param>
/// <param name="Aliases">The <c>using</c> aliases that define these names.</param>
/// <param name="Shapes">The constants of the class <c>Shapes</c>.</param>
/// <param name="BlockFields">Child modules of a block.</param>
/// <param name="BlockForward">Forward pass of a block.</param>
/// <param name="BlockResult">The variable that the block's forward pass returns.</param>
/// <param name="Fields">Child modules of the model.</param>
/// <param name="Forward">Forward pass of the model.</param>
/// <param name="Result">The variable that the model's forward pass returns.</param>
internal sealed record ModelPlan(
    Architecture Architecture,
    Ledger Ledger,
    Facts Facts,
    FileNames Names,
    string HeadArguments,
    EquatableArray<Alias> Aliases,
    EquatableArray<ShapeConstant> Shapes,
    EquatableArray<Field> BlockFields,
    EquatableArray<ScheduledStep> BlockForward,
    string BlockResult,
    EquatableArray<Field> Fields,
    EquatableArray<ScheduledStep> Forward,
    string Result)
{
    /// <summary>The streaming form; null for an architecture that is not causal.</summary>
    public StreamingPlan? Streaming { get; init; }
}
