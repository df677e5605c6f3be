using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>A step and what is disposed right after it.</summary>
internal sealed record ScheduledStep(Step Step, EquatableArray<string> Disposed);
