using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Check;

/// <summary>A value that breaks the limits of its option.</summary>
/// <param name="Wanted">What it must be, for a message.</param>
/// <param name="Use">What would do, for a message.</param>
/// <param name="Values">What would do, as C#, best first.</param>
internal readonly record struct LimitViolation(string Wanted, string Use, EquatableArray<string> Values);
