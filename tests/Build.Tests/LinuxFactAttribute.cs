namespace SerpentDsl.Build.Tests;

/// <summary>A test of what only Linux on x64 does.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "needs Linux: it runs TorchSharp's library for Linux, or makes links as Linux has them";
        }
    }
}
