using System.Diagnostics;
using SerpentDsl.Experiments.Projects;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Projects;

public sealed class NewProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mine", null, "'mine' cannot name the class")]
    [InlineData("Mine-2", null, "'Mine-2' cannot name the class")]
    [InlineData("Program", null, "another class named Program")]
    [InlineData("Mine", "artifacts/../Mine", "is inside this repository")]
    [InlineData("Mine", "..", "exists and is not empty")]
    public void A_project_that_cannot_be_made_is_refused(string name, string? folder, string message)
    {
        string[] place = folder is null ? [] : [Path.Combine(RepositoryRoot.Path, folder)];
        var (code, output, errors) = Cli.Run(["new", name, .. place]);
        Assert.Contains(message, errors);
        Assert.Equal((2, ""), (code, output));
    }

    [Fact]
    public void A_program_outside_of_a_clone_belongs_to_none()
    {
        Assert.Null(Clone.Find(_folder.Path));
        Assert.Equal(RepositoryRoot.Path, Clone.Find(AppContext.BaseDirectory)?.Root);
    }

    [Fact]
    public void A_clone_holds_its_folders_and_no_neighbour()
    {
        var clone = new Clone(_folder["clone"]);
        Assert.All(["clone", "clone/a", "clone/..a"], inside => Assert.True(clone.Holds(_folder[inside]), inside));
        Assert.All(["", "clone2", "..clone"], outside => Assert.False(clone.Holds(_folder[outside]), outside));
    }

    /// <summary>As a user does it: packs this repository, makes a project outside of it, trains and tests there. About a minute.</summary>
    [Fact]
    public void A_new_project_trains_and_tests_and_notices_a_changed_declaration()
    {
        var project = _folder["Tried it's"];
        var (code, output, errors) = Cli.Run("new", "Tried", project);
        Assert.True(code == 0, errors);
        Assert.Contains("dotnet run -- train Tried", output);
        Succeed(project, "build", "-c", "Release", "--nologo", "-v", "q", "-warnaserror");
        string[] training = ["train", "Tried", "--max-steps", "2", "--evaluation-rows", "8", "--out", _folder["run"]];
        Succeed(project, ["run", "-c", "Release", "--no-build", "--", .. training]);
        Assert.NotEmpty(Directory.EnumerateFiles(_folder["run"], "*.safetensors", SearchOption.AllDirectories));

        // The pages of diagnostics come with the runner's package.
        (code, output) = Dotnet(project, "run", "-c", "Release", "--no-build", "--", "explain", "SDSL201");
        Assert.Equal(0, code);
        Assert.Contains("Architecture is not partial", output);

        // The first test writes the snapshot, the second compares the code with it, and a changed declaration fails.
        var snapshot = Path.Combine(project, "Snapshots", "Tried.verified.txt");
        Assert.False(File.Exists(snapshot));
        Succeed(project, "test", "-c", "Release", "--no-build", "--nologo");
        Assert.Contains("class Tried", File.ReadAllText(snapshot));
        Succeed(project, "test", "-c", "Release", "--no-build", "--nologo", "--filter", "The_generated_code");
        var source = Path.Combine(project, "Tried.cs");
        File.WriteAllText(source, File.ReadAllText(source).Replace("depth: 3", "depth: 2", StringComparison.Ordinal));
        (code, output) = Dotnet(project, "test", "-c", "Release", "--nologo", "--filter", "The_generated_code");
        Assert.NotEqual(0, code);
        Assert.Contains("Failed TriedTests.The_generated_code_is_the_reviewed_one", output);

        // In the project itself 'new' says where it works.
        (code, output) = Dotnet(project, "run", "-c", "Release", "--no-build", "--", "new", "Other");
        Assert.Equal(2, code);
        Assert.Contains("In a clone's folder: dotnet run -c Release --project Experiments -- new Other FOLDER", output);
    }

    private static void Succeed(string folder, params string[] arguments)
    {
        var (code, output) = Dotnet(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)}\n{output}");
    }

    private static (int Code, string Output) Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // On a build server the first snapshot is not accepted; this is the machine of somebody who begins a project.
        foreach (var variable in (string[])["CI", "TF_BUILD", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "JENKINS_URL", "GITLAB_CI"])
        {
            start.Environment.Remove(variable);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
