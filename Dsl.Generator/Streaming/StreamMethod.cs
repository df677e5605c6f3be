using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>A planned <c>Step</c> or <c>Chunk</c>.</summary>
/// <param name="Guards">The statements that refuse what does not fit.</param>
/// <param name="Steps">What it does.</param>
/// <param name="Result">The value that it returns.</param>
internal sealed record StreamMethod(EquatableArray<string> Guards, EquatableArray<ScheduledStep> Steps, string Result)
{
    public static StreamMethod Of(IReadOnlyList<Step> steps, string result, params string[] guards) =>
        new(new(guards), Lifetimes.Schedule(steps, result), result);
}
