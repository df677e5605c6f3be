using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>
/// Decides when each value of a forward pass is disposed: right after the last step that reads it. The handles go; what
/// autograd needs for the backward pass it holds itself.
/// </summary>
internal static class Lifetimes
{
    /// <summary>Schedules the disposals.</summary>
    /// <param name="steps">The steps in order. What they read but do not make belongs to the caller and is left alone.</param>
    /// <param name="returned">The value that is handed to the caller.</param>
    public static EquatableArray<ScheduledStep> Schedule(IReadOnlyList<Step> steps, string returned)
    {
        var lastUse = new Dictionary<string, int>();
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var value in steps[i].Reads.Where(lastUse.ContainsKey))
            {
                lastUse[value] = i;
            }

            if (steps[i].Result is { } made && made != returned)
            {
                lastUse[made] = i;
            }
        }

        return steps
            .Select(
                (step, i) => new ScheduledStep(step, lastUse.Where(pair => pair.Value == i).Select(pair => pair.Key).ToEquatableArray()))
            .ToEquatableArray();
    }
}
