using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>
/// Decides when each value of a forward pass is disposed: right after the last step that reads the value. Only the handle is disposed;
/// autograd holds the tensors that the backward pass needs.
/// </summary>
internal static class Lifetimes
{
    /// <summary>Adds to each step the values that are disposed after it.</summary>
    /// <param name="steps">The steps in order. Values that no step makes belong to the caller and are not disposed.</param>
    /// <param name="returned">The value that is returned to the caller.</param>
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
