using System.Xml.Linq;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Loading;

/// <summary>A project outside the repository that takes the package <c>SerpentDsl.Runtime</c> from a folder, as a user's does.</summary>
public sealed class OutsideProject : IDisposable
{
    private const string PackageVersion = "0.1.0-test";

    private readonly TemporaryFolder _folder = new();

    public OutsideProject()
    {
        foreach (var project in new[] { "Dsl.Kernels", "Dsl.Runtime" })
        {
            Dotnet(
                "pack", RepositoryRoot.Combine(project, $"{project}.csproj"), "-c", BuildFacts.Configuration, "--no-build",
                "-p:PacksForMachine=true", $"-p:PackageVersion={PackageVersion}", "-o", _folder["feed"]);
        }

        Directory.CreateDirectory(Folder);
        WriteProject();
        File.WriteAllText(Path.Combine(Folder, "Program.cs"), """
            using System.Runtime.InteropServices;
            using TorchSharp;

            Console.WriteLine($"sum {torch.ones(3).sum().item<float>()}");
            Console.WriteLine($"threads {torch.get_num_threads()}");
            Console.WriteLine($"GOMP_SPINCOUNT {Marshal.PtrToStringUTF8(C.getenv("GOMP_SPINCOUNT"))}");
            Console.WriteLine($"allocator {SerpentDsl.Native.TorchLibrary.Load().Allocator}");

            static class C
            {
                [DllImport("libc")]
                public static extern nint getenv(string name);
            }
            """);
    }

    /// <summary>The project's folder.</summary>
    public string Folder => _folder["it's a pröject"];

    /// <summary>Runs <c>dotnet</c> in the project's folder; it must succeed.</summary>
    public void Dotnet(params string[] arguments) => DotnetCommand.Make(_folder.Path, arguments);

    /// <summary>Builds or publishes the project.</summary>
    public void Make(string verb, params string[] arguments) =>
        Dotnet([verb, Path.Combine(Folder, "Outside.csproj"), "-c", "Release", .. arguments]);

    /// <summary>Runs the program of a folder.</summary>
    public (int ExitCode, string Output) Run(string folder, params (string Name, string Value)[] environment) =>
        DotnetCommand.Run(Folder, environment.ToDictionary(pair => pair.Name, pair => pair.Value), Path.Combine(folder, "Outside.dll"));

    /// <summary>TorchSharp's library in a folder of the project.</summary>
    public string Library(string folder) => Directory.GetFiles(folder, "libLibTorchSharp.so", SearchOption.AllDirectories).Single();

    /// <summary>Where a build puts the program.</summary>
    public string Built => Path.Combine(Folder, "bin", "Release", "net10.0");

    public void Dispose() => _folder.Dispose();

    // Hard links to the package cache: fast, and what must not be written through. The cache serves as it is, so that nothing is fetched
    // again; what is new goes into a cache of the test's own.
    private void WriteProject() => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("ImplicitUsings", "enable"),
            new XElement("Nullable", "enable"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestorePackagesPath", _folder["packages"]),
            new XElement("RestoreFallbackFolders", Path.GetFullPath(Path.Combine(BuildFacts.TorchSharpLibrary, "../../../../../.."))),
            new XElement("RestoreAdditionalProjectSources", _folder["feed"]),
            new XElement("CreateHardLinksForCopyLocalIfPossible", "true"),
            new XElement("CreateHardLinksForPublishFilesIfPossible", "true")),
        new XElement(
            "ItemGroup",
            new XElement("PackageReference", new XAttribute("Include", "SerpentDsl.Runtime"), new XAttribute("Version", PackageVersion))))
        .Save(Path.Combine(Folder, "Outside.csproj"));
}
