using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>The result of checking a declaration.</summary>
/// <param name="Class">The declared class.</param>
/// <param name="Head">The head, with or without mistakes; null when there is none.</param>
/// <param name="Model">The architecture; null when a rule is broken or the compiler rejects an argument.</param>
/// <param name="CanBeExtended">Whether a second, generated part of the class can compile.</param>
/// <param name="Findings">The broken rules.</param>
internal sealed record CheckResult(
    ClassModel Class, HeadKind? Head, SizedArchitecture? Model, bool CanBeExtended, EquatableArray<Finding> Findings);
