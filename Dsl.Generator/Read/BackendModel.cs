using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A branch attribute's class and the layer behind it, apart from any declaration that uses them.</summary>
/// <param name="Name">The class as a declaration writes it: <c>S4Branch</c>.</param>
/// <param name="FullName">The class with its namespace.</param>
/// <param name="IsInSource">Whether the class stands in this compilation, so that its author reads what is reported.</param>
/// <param name="IsCheckedAlone">Whether it is reported where the class stands, once, and not at each use of it.</param>
/// <param name="Options">Its options.</param>
/// <param name="StrayParameters">Parameters of its constructors that set no option.</param>
/// <param name="IsRepeatable">Whether an architecture can have several of it.</param>
/// <param name="Layer">Its layer class; null without <c>[BranchLayer]</c>.</param>
internal sealed record BackendModel(
    string Name,
    string FullName,
    bool IsInSource,
    bool IsCheckedAlone,
    EquatableArray<BackendOption> Options,
    EquatableArray<string> StrayParameters,
    bool IsRepeatable,
    LayerModel? Layer);
