using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>What Check hands on.</summary>
/// <param name="Class">The declared class.</param>
/// <param name="Head">The head, right or wrong; null when it cannot be found.</param>
/// <param name="Model">The architecture; null when a rule is broken or the compiler rejects an argument.</param>
/// <param name="CanBeExtended">Whether a second part of the class would compile at all.</param>
/// <param name="Findings">The rules that are broken.</param>
internal sealed record CheckResult(
    ClassModel Class, HeadKind? Head, SizedArchitecture? Model, bool CanBeExtended, EquatableArray<Finding> Findings);
