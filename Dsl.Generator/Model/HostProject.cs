namespace SerpentDsl.Generator.Model;

/// <summary>What generated code needs of the project that it is compiled in.</summary>
/// <param name="OldLanguage">The C# version of the project when it is older than <see cref="NeededLanguage"/>; else null.</param>
/// <param name="HasTorchSharp">Whether TorchSharp is referenced.</param>
internal sealed record HostProject(string? OldLanguage, bool HasTorchSharp)
{
    /// <summary>Generated code has collection expressions.</summary>
    public const string NeededLanguage = "12";

    /// <summary>Whether generated code compiles.</summary>
    public bool IsFit => OldLanguage is null && HasTorchSharp;
}
