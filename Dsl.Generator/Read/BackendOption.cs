using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>An option of a branch attribute's class.</summary>
/// <param name="Unset">The option with its default, as in a declaration that does not set it.</param>
/// <param name="Type">The type of the option, for messages.</param>
/// <param name="IsOwn">Whether the backend defines the option; false for options of <c>BranchAttribute</c>.</param>
/// <param name="IsInteger">Whether the option's values are integers.</param>
/// <param name="Unsettable">Why no declaration can set the option, as the middle of a sentence; null when one can.</param>
/// <param name="DefaultUnfit">The <c>[DefaultValue]</c>, for messages, if it is not a value of the option's type; else null.</param>
/// <param name="Sample">A value that type and limits allow, as C#; empty when none is found.</param>
/// <param name="IneffectiveLimits">The limits that have no effect.</param>
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
