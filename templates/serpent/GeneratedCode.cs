using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

/// <summary>Snapshots of the code that the generator wrote for a declared class, as the last build left it.</summary>
internal static class GeneratedCode
{
    /// <summary>
    /// Compares the code with <c>Snapshots/NAME.verified.txt</c> beside the test. The first run writes that file, for you to read and
    /// commit, and counts as skipped, which is how a test can say what it did; on a build server it fails instead.
    /// </summary>
    public static async Task Verify(Type declared, [CallerFilePath] string testFile = "")
    {
        var name = declared.FullName!;
        var folder = declared.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "GeneratedCode").Value!;
        var code = File.ReadAllText(Directory.GetFiles(folder, $"{name}.g.cs", SearchOption.AllDirectories).Single());
        var withoutVersion = Regex.Replace(code, "(?<=\"SerpentDsl.Generator\", \")[^\"]+", "{version}");
        var accepted = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", $"{name}.verified.txt");
        var isFirst = !File.Exists(accepted);
        var snapshot = Verifier.Verify(withoutVersion, sourceFile: testFile)
            .UseDirectory("Snapshots").UseFileName(name).DisableRequireUniquePrefix();
        await (isFirst ? snapshot.AutoVerify(includeBuildServer: false) : snapshot);
        Xunit.Skip.If(isFirst, $"Accepted the code as it is now: {accepted}. Read it and commit it.");
    }
}
