using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A branch attribute's class and its layer, without any declaration that uses them.</summary>
/// <param name="Name">The class as a declaration writes it: <c>S4Branch</c>.</param>
/// <param name="FullName">The class with its namespace.</param>
/// <param name="IsInSource">Whether the class is in this compilation, so that its author sees the diagnostics.</param>
/// <param name="IsCheckedAlone">Whether mistakes are reported once, at the class, and not at each use of the class.</param>
/// <param name="Options">The options of the attribute.</param>
/// <param name="StrayParameters">Parameters of the attribute's constructors that set no option.</param>
/// <param name="IsRepeatable">Whether an architecture can have several branches of this kind.</param>
/// <param name="Layer">The layer class; null without <c>[BranchLayer]</c>.</param>
internal sealed record BackendModel(
    string Name,
    string FullName,
    bool IsInSource,
    bool IsCheckedAlone,
    EquatableArray<BackendOption> Options,
    EquatableArray<string> StrayParameters,
    bool IsRepeatable,
    LayerModel? Layer);
