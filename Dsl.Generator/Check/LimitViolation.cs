using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Check;

/// <summary>A value that breaks the limits of its option.</summary>
/// <param name="Wanted">The limits that the value must satisfy, for a message.</param>
/// <param name="Use">Values that satisfy the limits, for a message.</param>
/// <param name="Values">The same values as C#, best first.</param>
internal readonly record struct LimitViolation(string Wanted, string Use, EquatableArray<string> Values);
