using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Streaming;

namespace SerpentDsl.Generator.Plan;

/// <summary>What Write writes down: every name, step and lifetime decided.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Ledger">Its modules with shapes, parameters and cost.</param>
/// <param name="Facts">What the whole model costs.</param>
/// <param name="Names">What the types of the file are called.</param>
/// <param name="HeadArguments">Arguments of the head's run-time description.</param>
/// <param name="Aliases">The aliases behind those names.</param>
/// <param name="Shapes">The constants.</param>
/// <param name="BlockFields">Child modules of a block.</param>
/// <param name="BlockForward">Forward pass of a block.</param>
/// <param name="BlockResult">The value that it returns.</param>
/// <param name="Fields">Child modules of the model.</param>
/// <param name="Forward">Forward pass of the model.</param>
/// <param name="Result">The value that it returns.</param>
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
