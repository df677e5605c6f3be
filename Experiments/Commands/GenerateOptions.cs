using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Generation;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Generation;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>generate</c>: writes text with a language model, one step per token.</summary>
[Verb("generate", HelpText = "Generate text with a language model that was trained or imported.")]
internal sealed class GenerateOptions : ModelOptions, ICommandOptions
{
    /// <summary>So many prompts are continued together; more are continued in several groups.</summary>
    private const int LargestGroup = 64;

    private const string DefaultPrompt = "The ";

    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("task", HelpText = "The task whose tokenizer is used (default: the run's tokenizer.json, else its task).")]
    public string? Task { get; set; }

    [Repeatable]
    [Option("prompt", HelpText = "The text to continue (default: 'The '). May be given several times.")]
    public string? Prompt { get; set; }

    [Option("prompts", MetaValue = "FILE", HelpText = "A file with a prompt on each line; .jsonl: JSON strings or objects with 'prompt'.")]
    public string? Prompts { get; set; }

    [Option("tokens", Default = 200, HelpText = "Largest number of tokens to generate for each prompt.")]
    public int Tokens { get; set; }

    [Repeatable]
    [Option("stop", MetaValue = "TEXT", HelpText = "End before this text. May be given several times.")]
    public string? Stop { get; set; }

    [Option("temperature", Default = 0.8, HelpText = "Divides the logits; 0 always takes the most likely token.")]
    public double Temperature { get; set; }

    [Option("top-k", Default = 50, HelpText = "Sample from the K most likely tokens; 0: from all.")]
    public int TopK { get; set; }

    [Option("top-p", MetaValue = "P", Default = 1.0,
        HelpText = "Sample from the fewest likeliest tokens with probability P, after --top-k.")]
    public double TopP { get; set; }

    [Option("repetition-penalty", MetaValue = "R", Default = 1.0,
        HelpText = "Divides positive logits of tokens read or written before, and multiplies negative ones.")]
    public double RepetitionPenalty { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the sampling.")]
    public long Seed { get; set; }

    [Option("json", HelpText = "Print a JSON object a line for each prompt: prompt, text, tokens, finish.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        var options = ReadOptions();
        string[] prompts = [.. RepeatedOptions.Split(Prompt), .. Prompts is null ? [] : PromptFile.Read(Prompts)];
        prompts = prompts.Length == 0 ? [DefaultPrompt] : prompts;
        var device = PrepareDevice();
        using var source = ModelSource.Open(Source, Seed, context.Catalogue);
        if (source is not { Model: ILanguageModel and IStreamingModel model, Architecture.Head: LanguageModelHeadSpec head })
        {
            throw new UsageException(
                $"{source.Architecture.Name} is declared [{source.Architecture.Head.Kind}]; only a [LanguageModel] generates text.");
        }

        source.Model.Module.to(torch.device(device));
        using var splits = LoadTask(source, context, out var tokenizer);
        if (tokenizer.Vocabulary > head.Vocabulary)
        {
            throw new UsageException(
                $"The tokenizer has {Figures.Count(tokenizer.Vocabulary)} tokens, {source.Architecture.Name} only "
                + $"{Figures.Count(head.Vocabulary)}. Use the tokenizer that the model was trained with.");
        }

        var texts = new TextGenerator(model, tokenizer, head.Vocabulary);
        int[][] tokens = [.. prompts.Select(prompt => Encode(tokenizer, prompt))];
        Write(texts, prompts, tokens, options, context);
        return ExitCode.Success;
    }

    private static int[] Encode(ITokenizer tokenizer, string prompt) => tokenizer.Encode(prompt) is { Length: > 0 } tokens
        ? tokens
        : throw new UsageException($"--prompt has no tokens: '{prompt}'. Give a text that the tokenizer knows.");

    private GenerationOptions ReadOptions()
    {
        Require.AtLeast(1, Tokens, "--tokens");
        RequireThat(Temperature >= 0 && double.IsFinite(Temperature), "--temperature", Temperature, "0 or above");
        RequireThat(TopK >= 0, "--top-k", TopK, "0 (all tokens) or above");
        RequireThat(TopP is > 0 and <= 1, "--top-p", TopP, "above 0 and at most 1");
        RequireThat(
            RepetitionPenalty is >= 0.001 and <= 1000,
            "--repetition-penalty",
            RepetitionPenalty,
            "from 0.001 to 1000 (1: no penalty)");
        var stops = RepeatedOptions.Split(Stop);
        if (stops.Any(string.IsNullOrEmpty))
        {
            throw new UsageException("--stop is empty; it must have at least one character.");
        }

        return new GenerationOptions
        {
            Tokens = Tokens,
            Stops = stops,
            Sampling = new SamplingOptions
            {
                Temperature = Temperature,
                TopK = TopK,
                TopP = TopP,
                RepetitionPenalty = RepetitionPenalty,
                Seed = Seed,
            },
        };
    }

    private static void RequireThat(bool condition, string option, double value, string allowed)
    {
        if (!condition)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be {allowed}."));
        }
    }

    private void Write(TextGenerator texts, string[] prompts, int[][] tokens, GenerationOptions options, CommandContext context)
    {
        var written = new int[prompts.Length];
        var began = Stopwatch.GetTimestamp();
        var order = new TextsInOrder(prompts, Json ? TextWriter.Null : context.Terminal.Output);
        order.Begin();
        try
        {
            for (var first = 0; first < prompts.Length; first += LargestGroup)
            {
                var group = tokens[first..Math.Min(prompts.Length, first + LargestGroup)];
                StringBuilder[] whole = [.. group.Select(_ => new StringBuilder())];
                var ends = new FinishReason[group.Length];
                foreach (var piece in texts.Generate(group, options, context.Cancellation))
                {
                    written[first + piece.Prompt] = piece.Tokens;
                    whole[piece.Prompt].Append(piece.Text);
                    ends[piece.Prompt] = piece.Finish ?? default;
                    order.Add(piece with { Prompt = first + piece.Prompt });
                }

                for (var i = 0; Json && i < group.Length; i++)
                {
                    context.Terminal.Output.WriteLine(JsonSerializer.Serialize(
                        new { Prompt = prompts[first + i], Text = whole[i].ToString(), Tokens = written[first + i], Finish = ends[i] },
                        JsonSettings.Line));
                }
            }
        }
        finally
        {
            order.End();
            var all = written.Sum();
            context.Terminal.Note(
                $"{Figures.Count(all)} tokens, {Figures.Count(all / Stopwatch.GetElapsedTime(began).TotalSeconds)} a second; "
                + $"the state has {Figures.Count(texts.StateBytes)} bytes, "
                + $"the process {Figures.Count(Environment.WorkingSet / 1048576.0)} MiB.");
        }
    }

    /// <summary>The tokenizer of the named task, else the run's own file, else that of the run's task or the recipe's.</summary>
    /// <returns>The task's data, to be disposed of; null if no task is needed.</returns>
    private LanguageSplits? LoadTask(ModelSource source, CommandContext context, out ITokenizer tokenizer)
    {
        var architecture = source.Architecture;
        if (Task is null && RunTokenizer.Find(Source) is { } own)
        {
            tokenizer = own;
            return null;
        }

        var name = Task ?? (string?)source.Configuration?["task"];
        if (name is null && architecture.Recipe is null)
        {
            throw new UsageException(
                $"Nothing says which tokenizer {architecture.Name} has: {Source} has no {RunTokenizer.FileName}, and {architecture.Name} "
                + $"declares no [Recipe]. Put the checkpoint's {RunTokenizer.FileName} into the run's folder, or name a task with --task.");
        }

        var task = name is null ? RecipeTasks.Create(architecture.Recipe!.Task) : RecipeTasks.Find(name, context.Catalogue.All);
        if (task is not ILanguageTask language)
        {
            throw new UsageException(
                $"The task of {architecture.Name} is not a language task, so its tokenizer is unknown. Name one with --task.");
        }

        ArchitectureFit.Check(architecture, language);
        var (data, cache) = ResolveFolders(source.Configuration);
        using var progress = new TaskProgressDisplay(context.Terminal);
        var splits = language.Load(new TaskContext(cache, data, progress), context.Cancellation);
        tokenizer = splits.Tokenizer;
        return splits;
    }
}
