namespace SerpentDsl.Build.Tests.Native;

/// <summary>A test that compiles a program ahead of time, for which .NET needs a linker.</summary>
internal sealed class NativeFactAttribute : FactAttribute
{
    private static readonly string[] s_linkers = ["clang", "gcc"];

    public NativeFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "needs Linux: it looks for a linker there";
        }
        else if (!s_linkers.Any(IsThere))
        {
            Skip = $"needs {string.Join(" or ", s_linkers)} as the linker of native programs";
        }
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
