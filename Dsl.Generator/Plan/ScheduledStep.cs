using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>A step and the values that are disposed right after it.</summary>
internal sealed record ScheduledStep(Step Step, EquatableArray<string> Disposed);
