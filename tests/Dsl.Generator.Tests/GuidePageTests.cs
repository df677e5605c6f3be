using System.Text.RegularExpressions;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The programs of the guide compile without a warning and do what their pages say.</summary>
public sealed class GuidePageTests
{
    private const string Head = "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 256)]\n[Backbone(features: 96, depth: 2)]\n";

    public static TheoryData<string> ModelPages => ["s4.md", "s5.md", "liquid-s4.md", "serpent.md"];

    [Fact]
    public void The_task_on_a_file_of_one_s_own_reads_it_and_names_the_line_that_is_wrong()
    {
        var assembly = GeneratedAssembly.Compile(MarkdownPage.Examples("docs", "guide", "own-data.md")[^1]);
        var spec = GeneratedAssembly.SpecOf(assembly, "MyModels.TicketModel");
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

    [Theory]
    [InlineData(0, "MyModels.ReviewModel", "reviews.csv")]
    [InlineData(1, "MyModels.NovelModel", "novel.txt")]
    [InlineData(2, "MyModels.WearModel", "sensors.csv")]
    public void The_tasks_of_a_few_lines_read_what_their_models_are_declared_for(int example, string model, string file)
    {
        var assembly = GeneratedAssembly.Compile(MarkdownPage.Examples("docs", "guide", "own-data.md")[example]);
        var spec = GeneratedAssembly.SpecOf(assembly, model);
        var task = (IFittedTask)Activator.CreateInstance(spec.Recipe!.Task)!;
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, file), Rows(file));
        TaskContext context = new(Path.Combine(folder.Path, "cache"), folder.Path, Progress: null);
        task.Fit(spec.Head);
        switch (task)
        {
            case ISequenceTask reviews:
                var splits = reviews.Load(context, CancellationToken.None);
                Assert.Equal(["negative", "positive"], splits.Labels!);
                Assert.Equal(new ClassifierHeadSpec(reviews.Vocabulary, reviews.Classes, 1024), spec.Head);
                Assert.Equal((32, 4, 4), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
                break;
            case ILanguageTask novel:
                using (var text = novel.Load(context, CancellationToken.None))
                {
                    Assert.InRange(novel.Vocabulary, 257, ((LanguageModelHeadSpec)spec.Head).Vocabulary);
                }

                break;
            default:
                var series = (ISeriesTask)task;
                var rows = series.Load(context, CancellationToken.None);
                Assert.Equal(new RegressorHeadSpec(series.Inputs, series.Outputs, 256), spec.Head);
                Assert.Equal((4, 3), (rows.Train.Max(row => row.Values.Length), rows.Train.Min(row => row.Values.Length)));
                break;
        }
    }

    [Fact]
    public void The_checkpoint_of_the_guide_gives_the_official_logits_and_is_exported()
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        var assembly = GeneratedAssembly.Compile(Assert.Single(MarkdownPage.Examples("docs", "guide", "checkpoints.md")));
        var program = assembly.GetType("MyModels.Checkpoints", throwOnError: true)!;
        var source = Path.Combine(FixtureFiles.Folder, "import", "hf_mamba_bf16");
        var golden = SafetensorsFile.Read(Path.Combine(source, "golden.safetensors"));
        var logits = (Tensor)program.GetMethod("Logits")!.Invoke(null, [source, golden.ToTensor("in.input_ids")])!;
        Tolerance.AssertClose(golden.ToTensor("out.logits"), logits, 1e-9, "logits");

        using var model = GeneratedAssembly.Create<ILanguageModel>(assembly, "MyModels.TinyMamba");
        program.GetMethod("Export")!.Invoke(null, [model, folder.Path]);
        OfficialCheckpoint.Read(folder.Path).CopyTo(model.Module);
    }

    /// <summary>The class that <c>new</c> makes lies in no namespace, so that its project can have no namespace of its name.</summary>
    [Fact]
    public void The_examples_can_be_copied_into_the_project_that_the_guide_makes()
    {
        var guide = RepositoryRoot.Combine("docs", "guide");
        var name = Regex.Match(File.ReadAllText(Path.Combine(guide, "first-model.md")), @"-- new (\w+) ").Groups[1].Value;
        Assert.NotEmpty(name);
        Assert.All(
            Directory.EnumerateFiles(guide, "*.md"),
            page => Assert.DoesNotContain($"namespace {name};", File.ReadAllText(page), StringComparison.Ordinal));
    }

    [Fact]
    public void The_training_loop_compiles()
    {
        var assembly = GeneratedAssembly.Compile(Assert.Single(MarkdownPage.Examples("docs", "guide", "training-loop.md")));
        Assert.NotNull(assembly.GetType("MyModels.Small"));
    }

    [Fact]
    public void The_program_that_generates_text_continues_each_prompt()
    {
        var assembly = GeneratedAssembly.Compile(Assert.Single(MarkdownPage.Examples("docs", "guide", "generation.md")));
        using var model = (IDisposable)Activator.CreateInstance(assembly.GetType("Owl")!)!;
        using var output = new StringWriter();
        assembly.GetType("Writer")!.GetMethod("Write")!.Invoke(
            null, [model, BytePairTrainer.Train([], 256, lineByLine: false), new[] { "The owl", "At night," }, output]);
        Assert.Contains("0: '", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, output.ToString().Split("Length").Length - 1);
    }

    [Fact]
    public void The_models_and_the_program_of_fine_tuning_compile()
    {
        var examples = MarkdownPage.Examples("docs", "guide", "fine-tuning.md");
        var program = examples[2].Split("namespace MyModels;\n");
        var assembly = GeneratedAssembly.Compile(program[0] + examples[0] + program[1]);
        Assert.NotNull(assembly.GetType("MyModels.Tuning"));
        Assert.NotNull(GeneratedAssembly.Compile(examples[1]).GetType("MyModels.Reviews"));
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

    /// <summary>The page's excerpt of a file, again and again.</summary>
    private static string Rows(string file)
    {
        if (file == "novel.txt")
        {
            return string.Concat(Enumerable.Range(0, 200).Select(line => $"It was line {line} of times.\n"));
        }

        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "guide", "own-data.md"));
        var excerpt = page.Split("```csv\n").Skip(1).Select(block => block.Split("```")[0])
            .First(block => block.StartsWith(file == "reviews.csv" ? "id," : "t0,", StringComparison.Ordinal));
        var end = excerpt.IndexOf('\n', StringComparison.Ordinal) + 1;
        return excerpt[..end] + string.Concat(Enumerable.Repeat(excerpt[end..], 20));
    }
}
