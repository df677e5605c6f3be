using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>The programs of the guide compile without a warning and do what their pages say.</summary>
public sealed class GuidePageTests
{
    private const string Head = "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 256)]\n[Backbone(features: 64, depth: 2)]\n";

    public static TheoryData<string> ModelPages => ["s4.md", "s5.md", "liquid-s4.md", "serpent.md"];

    [Fact]
    public void The_task_on_a_file_of_one_s_own_reads_it_and_names_the_line_that_is_wrong()
    {
        var assembly = GeneratedAssembly.Compile(Assert.Single(MarkdownPage.Examples("docs", "guide", "own-data.md")));
        var spec = GeneratedAssembly.SpecOf(assembly, "Mine.TicketModel");
        var task = (ISequenceTask)Activator.CreateInstance(spec.Recipe!.Task)!;
        Assert.Equal(new ClassifierHeadSpec(task.Vocabulary, task.Classes, task.MaxLength), spec.Head);

        using TemporaryFolder folder = new();
        foreach (var split in new[] { "train", "validation", "test" })
        {
            File.WriteAllText(Path.Combine(folder.Path, split + ".tsv"), "2\tno\n0\tAé\n");
        }

        TaskContext context = new(folder.Path, folder.Path, Progress: null);
        var splits = task.Load(context, CancellationToken.None);
        Assert.Equal((2, 2), (splits.Train.Count, splits.Train[0].Label));
        Assert.Equal<ushort>(['A' + 1, 0xC3 + 1, 0xA9 + 1], splits.Test[1].Tokens.ToArray());

        File.WriteAllText(Path.Combine(folder.Path, "validation.tsv"), "2\tno\n3\tyes\n");
        var problem = Assert.Throws<TaskDataException>(() => task.Load(context, CancellationToken.None)).Message;
        Assert.Contains("line 2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_loop_compiles()
    {
        var assembly = GeneratedAssembly.Compile(Assert.Single(MarkdownPage.Examples("docs", "guide", "training-loop.md")));
        Assert.NotNull(assembly.GetType("Mine.Small"));
    }

    [Fact]
    public void The_models_and_the_program_of_fine_tuning_compile()
    {
        var examples = MarkdownPage.Examples("docs", "guide", "fine-tuning.md");
        var program = examples[1].Split("namespace Mine;\n");
        var assembly = GeneratedAssembly.Compile(program[0] + examples[0] + program[1]);
        Assert.NotNull(assembly.GetType("Mine.Tuning"));
    }

    [Fact]
    public void The_first_model_is_one_that_its_task_can_train()
    {
        var declaration = MarkdownPage.Examples("docs", "guide", "first-model.md")[0];
        var assembly = GeneratedAssembly.Compile("using SerpentDsl;\nusing SerpentDsl.Tasks;\n\n" + declaration);
        ShortListOps task = new();
        var spec = GeneratedAssembly.SpecOf(assembly, "Mine");
        Assert.Equal(new ClassifierHeadSpec(task.Vocabulary, task.Classes, task.MaxLength), spec.Head);
    }

    [Theory]
    [MemberData(nameof(ModelPages))]
    public void The_declarations_of_a_model_s_page_compile(string page)
    {
        var branches = MarkdownPage.Examples("docs", "models", page)[0];
        GeneratedAssembly.Compile($"using SerpentDsl;\n\n{Head}{branches}public sealed partial class Model;\n");
    }
}
