using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>A planned <c>Step</c> or <c>Chunk</c>.</summary>
/// <param name="Guards">The statements that refuse what does not fit.</param>
/// <param name="Steps">What it does.</param>
/// <param name="Result">The value that it returns.</param>
/// <param name="IsInPlace">Whether its values have memory that stays, that of the state and the caller's, so that none is to be
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
