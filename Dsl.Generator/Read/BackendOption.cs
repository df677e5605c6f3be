using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>An option of a branch attribute's class.</summary>
/// <param name="Unset">The option as it is when no declaration sets it.</param>
/// <param name="Type">Its type, for messages.</param>
/// <param name="IsOwn">Whether the backend defines it, and not <c>BranchAttribute</c>.</param>
/// <param name="IsInteger">Whether its values are integers.</param>
/// <param name="Unsettable">Why no declaration can set it, as the middle of a sentence; null when one can.</param>
/// <param name="DefaultUnfit">Its <c>[DefaultValue]</c>, for messages, when that is no value of its type; else null.</param>
/// <param name="Sample">A value that its type and its limits allow, as C#; empty when none comes to mind.</param>
/// <param name="IneffectiveLimits">The limits on it that say nothing.</param>
internal sealed record BackendOption(
    Option Unset,
    string Type,
    bool IsOwn,
    bool IsInteger,
    string? Unsettable,
    string? DefaultUnfit,
    string Sample,
    EquatableArray<IneffectiveLimit> IneffectiveLimits)
{
    public string Name => Unset.Name;
}
