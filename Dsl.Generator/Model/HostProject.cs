namespace SerpentDsl.Generator.Model;

/// <summary>The properties of the user's project on which generated code depends: the C# version and the reference to TorchSharp.</summary>
/// <param name="OldLanguage">The C# version of the project when it is older than <see cref="NeededLanguage"/>; else null.</param>
/// <param name="HasTorchSharp">Whether TorchSharp is referenced.</param>
internal sealed record HostProject(string? OldLanguage, bool HasTorchSharp)
{
    /// <summary>The oldest C# version with collection expressions, which generated code uses.</summary>
    public const string NeededLanguage = "12";

    /// <summary>Whether generated code can compile in the project.</summary>
    public bool IsFit => OldLanguage is null && HasTorchSharp;
}
