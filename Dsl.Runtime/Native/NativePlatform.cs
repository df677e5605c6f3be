using System.Runtime.InteropServices;

namespace SerpentDsl.Native;

/// <summary>The differences between operating systems in loading native libraries.</summary>
internal abstract class NativePlatform
{
    /// <summary>The system that this process runs on.</summary>
    public static NativePlatform Current { get; } =
        OperatingSystem.IsWindows() ? new WindowsPlatform() : OperatingSystem.IsMacOS() ? new MacPlatform() : new LinuxPlatform();

    /// <summary>The system's name in NuGet packages.</summary>
    public string RuntimeIdentifier => $"{SystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The system in a runtime identifier.</summary>
    protected abstract string SystemName { get; }

    /// <summary>File name of a library.</summary>
    public abstract string FileName(string library);

    /// <summary>Sets the variables that libtorch reads when it is loaded, unless the user has set them.</summary>
    /// <returns>Those that were set.</returns>
    public virtual IReadOnlyDictionary<string, string> SetVariables() => new Dictionary<string, string>();

    /// <summary>
    /// Makes the allocator of native memory keep freed memory instead of returning it to the system, where it has such a setting.
    /// </summary>
    /// <returns>The allocator and how it is set up, in words.</returns>
    public virtual string KeepFreedMemory() => "the system's, as it is";

    /// <summary>The reason that the system's loader gives, taken from .NET's message about a failed load.</summary>
    public virtual string Reason(string message) => message;

    /// <summary>What a user can do about that reason.</summary>
    public virtual string Remedy(string reason) =>
        "restore and build the program again (dotnet restore --force); docs/reference/torchsharp.md names the systems that TorchSharp runs "
            + "on";
}
