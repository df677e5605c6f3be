using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>A planned <c>Step</c> or <c>Chunk</c>.</summary>
/// <param name="Guards">The statements that refuse an input or a state of a wrong shape or type.</param>
/// <param name="Steps">The steps of the method.</param>
/// <param name="Result">The variable that the method returns.</param>
/// <param name="IsInPlace">Whether all values are in memory of the state or of the caller, so that none of them must be
/// disposed.</param>
internal sealed record StreamMethod(EquatableArray<string> Guards, EquatableArray<ScheduledStep> Steps, string Result, bool IsInPlace)
{
    public static StreamMethod Of(StreamForm form, IReadOnlyList<Step> steps, string result, params string[] guards) =>
        form == StreamForm.Step
        ? new(
            new(guards), steps.Select(
                step => new ScheduledStep(step, EquatableArray.Of<string>())).ToEquatableArray(), result, IsInPlace: true)
        : new(new(guards), Lifetimes.Schedule(steps, result), result, IsInPlace: false);
}
