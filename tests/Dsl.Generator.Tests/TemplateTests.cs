using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// What a project from the template is made of, as far as it shows without packing: <c>NewProjectTests</c> makes one and tries it.
/// </summary>
public sealed class TemplateTests
{
    private const string Name = "SerpentStarter";

    [Fact]
    public void The_declared_model_is_one_that_its_task_can_train()
    {
        var assembly = GeneratedAssembly.Compile(Read($"{Name}.cs"));
        var spec = GeneratedAssembly.SpecOf(assembly, Name);
        ShortListOps task = new();
        Assert.Equal(new ClassifierHeadSpec(task.Vocabulary, task.Classes, task.MaxLength), spec.Head);
        Assert.Equal(typeof(ShortListOps), spec.Recipe?.Task);
    }

    [Fact]
    public void The_program_is_one_line() => Assert.Single(Read("Program.cs").TrimEnd().Split('\n'));

    [Fact]
    public void The_page_on_snapshots_shows_the_helper_of_the_template() =>
        Assert.Equal(Read("GeneratedCode.cs"), MarkdownPage.Examples("docs", "guide", "snapshots.md")[0]);

    [Fact]
    public async Task The_helper_writes_a_snapshot_once_and_then_holds_the_code_against_it()
    {
        using TemporaryFolder folder = new();
        var generated = Path.Combine(folder.Path, "generated", "SerpentDsl.Generator");
        Directory.CreateDirectory(generated);
        void Generate(string code) => File.WriteAllText(Path.Combine(generated, "Demo.Held.g.cs"), code);
        var declared = GeneratedAssembly.Compile($$"""
            [assembly: System.Reflection.AssemblyMetadata("GeneratedCode", @"{{Path.GetDirectoryName(generated)}}")]

            namespace Demo { public class Held; }
            """).GetType("Demo.Held", throwOnError: true)!;
        Task Verify() => GeneratedCode.Verify(declared, Path.Combine(folder.Path, "Tests.cs"));

        Generate("[GeneratedCode(\"SerpentDsl.Generator\", \"1.2.3\")] partial class Held;\n");
        var snapshot = Path.Combine(folder.Path, "Snapshots", "Demo.Held.verified.txt");
        var first = (await Record.ExceptionAsync(Verify))!;
        if (first is SkipException)
        {
            Assert.Contains($"Accepted the code as it is now: {snapshot}.", first.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(
                Environment.GetEnvironmentVariable("CI") is not null, $"Only on a build server is a missing snapshot refused: {first}");
            File.Move(Path.Combine(folder.Path, "Snapshots", "Demo.Held.received.txt"), snapshot);
        }

        Assert.Equal("[GeneratedCode(\"SerpentDsl.Generator\", \"{version}\")] partial class Held;", File.ReadAllText(snapshot).TrimEnd());

        Generate("[GeneratedCode(\"SerpentDsl.Generator\", \"1.3.0\")] partial class Held;\n");
        await Verify();

        Generate("[GeneratedCode(\"SerpentDsl.Generator\", \"1.3.0\")] sealed partial class Held;\n");
        var changed = (await Record.ExceptionAsync(Verify))!;
        Assert.Contains("\n-[GeneratedCode(\"SerpentDsl.Generator\", \"{version}\")] partial class Held;", changed.Message);
        Assert.Contains("\n+[GeneratedCode(\"SerpentDsl.Generator\", \"{version}\")] sealed partial", changed.Message);
        Assert.DoesNotContain("sealed", File.ReadAllText(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_s_own_architecture_needs_at_most_12_lines()
    {
        var declaration = MarkdownPage.Examples("README.md")[1];
        Assert.InRange(declaration.Split('\n').Count(line => line.Trim().Length > 0), 1, 12);
    }

    private static string Read(string file) => File.ReadAllText(RepositoryRoot.Combine("templates", "serpent", file));
}
