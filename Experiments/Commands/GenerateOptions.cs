using System.Diagnostics;
using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Generation;
using SerpentDsl.Specs;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>generate</c>: streams text from a language model, a step per token.</summary>
[Verb("generate", HelpText = "Stream text from a trained language model.")]
internal sealed class GenerateOptions : ModelOptions, ICommandOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("task", HelpText = "The task that says what tokens mean (default: the run's).")]
    public string? Task { get; set; }

    [Option("prompt", Default = "The ", HelpText = "The text to go on from.")]
    public string Prompt { get; set; } = "";

    [Option("tokens", Default = 200, HelpText = "Tokens to write.")]
    public int Tokens { get; set; }

    [Option("temperature", Default = 0.8, HelpText = "Divides the logits; 0 takes the likeliest token.")]
    public double Temperature { get; set; }

    [Option("top-k", Default = 50, HelpText = "Draw among so many of the likeliest tokens; 0: among all.")]
    public int TopK { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the draws.")]
    public long Seed { get; set; }

    public int Execute(CommandContext context)
    {
        Require(Tokens, "--tokens");
        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--temperature is {Temperature}; it is 0 or above."));
        }

        if (TopK < 0)
        {
            throw new UsageException($"--top-k is {TopK}; it is 0 for all tokens, or above.");
        }

        string device = PrepareDevice();
        using var source = ModelSource.Open(Source, Seed, context);
        if (source.Model is not (ILanguageModel and IStreamingModel))
        {
            throw new UsageException($"{source.Architecture.Name} is declared [{source.Architecture.Head.Kind}]; text comes from a [LanguageModel].");
        }

        source.Model.Module.to(torch.device(device));
        using LanguageSplits splits = LoadText(source, context);
        int[] prompt = splits.Tokenizer.Encode(Prompt);
        if (prompt.Length == 0)
        {
            throw new UsageException("--prompt is empty, or the tokenizer knows nothing of it; give something to go on from.");
        }

        Write((IStreamingModel)source.Model, splits.Tokenizer, prompt, torch.device(device), context);
        return ExitCode.Success;
    }

    private void Write(IStreamingModel model, ITokenizer tokenizer, int[] prompt, torch.Device device, CommandContext context)
    {
        TextWriter output = context.Terminal.Output;
        using var generator = new TextGenerator(model, tokenizer.Vocabulary, new TokenSampler(Temperature, TopK, Seed), device);
        var decoder = new TextDecoder(tokenizer);
        output.Write(Prompt);
        long began = Stopwatch.GetTimestamp();
        int written = 0;
        try
        {
            foreach (int token in generator.Continue(prompt).Take(Tokens))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                output.Write(decoder.Append(token));
                output.Flush();
                written++;
            }
        }
        finally
        {
            output.WriteLine(decoder.Flush());
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            context.Terminal.Note(
                $"{Text.Count(written)} tokens, {Text.Count(written / seconds)} a second; the state has {Text.Count(generator.StateBytes)} bytes, "
                + $"the process {Text.Count(Environment.WorkingSet / 1048576.0)} MiB.");
        }
    }

    private LanguageSplits LoadText(ModelSource source, CommandContext context)
    {
        ArchitectureSpec architecture = source.Architecture;
        if (TaskOf(architecture, Task ?? (string?)source.Configuration?["task"], context) is not ILanguageTask language)
        {
            throw new UsageException($"{architecture.Name} is no model of a text, so that nothing says what its tokens mean. Name its text with --task.");
        }

        ArchitectureFit.Check(architecture, language);
        string? data = DataFolders.Data(Data ?? (string?)source.Configuration?["dataFolder"]);
        string cache = DataFolders.Cache(Cache ?? (string?)source.Configuration?["cacheFolder"]);
        using var progress = new TaskProgressDisplay(context.Terminal);
        return language.Load(new TaskContext(cache, data, progress), context.Cancellation);
    }
}
