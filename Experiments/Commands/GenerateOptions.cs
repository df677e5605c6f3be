using System.Diagnostics;
using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Generation;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>generate</c>: writes text with a language model, one step per token.</summary>
[Verb("generate", HelpText = "Generate text with a trained language model.")]
internal sealed class GenerateOptions : ModelOptions, ICommandOptions
{
    [Value(0, MetaName = "RUN", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("task", HelpText = "The task whose tokenizer is used (default: the run's).")]
    public string? Task { get; set; }

    [Option("prompt", Default = "The ", HelpText = "The text to continue.")]
    public string Prompt { get; set; } = "";

    [Option("tokens", Default = 200, HelpText = "Number of tokens to generate.")]
    public int Tokens { get; set; }

    [Option("temperature", Default = 0.8, HelpText = "Divides the logits; 0 always takes the most likely token.")]
    public double Temperature { get; set; }

    [Option("top-k", Default = 50, HelpText = "Sample from the K most likely tokens; 0: from all.")]
    public int TopK { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the sampling.")]
    public long Seed { get; set; }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, Tokens, "--tokens");
        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
        {
            throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"--temperature is {Temperature}; it must be 0 or above."));
        }

        if (TopK < 0)
        {
            throw new UsageException($"--top-k is {TopK}; it must be 0 (all tokens) or above.");
        }

        var device = PrepareDevice();
        using var source = ModelSource.Open(Source, Seed, context.Catalogue);
        if (source.Model is not (ILanguageModel and IStreamingModel))
        {
            throw new UsageException(
                $"{source.Architecture.Name} is declared [{source.Architecture.Head.Kind}]; only a [LanguageModel] generates text.");
        }

        source.Model.Module.to(torch.device(device));
        using var splits = LoadText(source, context);
        var prompt = splits.Tokenizer.Encode(Prompt);
        if (prompt.Length == 0)
        {
            throw new UsageException("--prompt has no tokens. Give a text that the tokenizer knows.");
        }

        Write((IStreamingModel)source.Model, splits.Tokenizer, prompt, torch.device(device), context);
        return ExitCode.Success;
    }

    private void Write(IStreamingModel model, ITokenizer tokenizer, int[] prompt, torch.Device device, CommandContext context)
    {
        var output = context.Terminal.Output;
        using var generator = new TextGenerator(model, tokenizer.Vocabulary, new TokenSampler(Temperature, TopK, Seed), device);
        var decoder = new TextDecoder(tokenizer);
        output.Write(Prompt);
        var began = Stopwatch.GetTimestamp();
        var written = 0;
        try
        {
            foreach (var token in generator.Continue(prompt).Take(Tokens))
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
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            context.Terminal.Note(
                $"{Figures.Count(written)} tokens, {Figures.Count(written / seconds)} a second; the state has "
                + $"{Figures.Count(generator.StateBytes)} bytes, "
                + $"the process {Figures.Count(Environment.WorkingSet / 1048576.0)} MiB.");
        }
    }

    private LanguageSplits LoadText(ModelSource source, CommandContext context)
    {
        var architecture = source.Architecture;
        if (TaskOf(architecture, Task ?? (string?)source.Configuration?["task"], context) is not ILanguageTask language)
        {
            throw new UsageException(
                $"The task of {architecture.Name} is not a language task, so its tokenizer is unknown. Name one with --task.");
        }

        ArchitectureFit.Check(architecture, language);
        var (data, cache) = ResolveFolders(source.Configuration);
        using var progress = new TaskProgressDisplay(context.Terminal);
        return language.Load(new TaskContext(cache, data, progress), context.Cancellation);
    }
}
