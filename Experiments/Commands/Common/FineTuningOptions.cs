using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The options of a training that begins from trained parameters, or trains only a part of a model.</summary>
internal abstract class FineTuningOptions : TextTrainingOptions
{
    [Option("from", MetaValue = "RUN|FILE|FOLDER",
        HelpText = "Begin from the parameters of a run, a checkpoint file or an official model's folder, where names and shapes fit.")]
    public string? From { get; set; }

    [Repeatable]
    [Option("freeze", MetaValue = "PATTERN",
        HelpText = "Do not train the parameters with such names, as in 'blocks.0.*' (repeatable, or several separated by ;).")]
    public string? Freeze { get; set; }

    [Repeatable]
    [Option("learning-rates", MetaValue = "PATTERN=RATE",
        HelpText = "Peak learning rate of the parameters with such names, as in 'head.*=1e-3' (repeatable; the last that fits holds).")]
    public string? LearningRates { get; set; }

    /// <summary>Adds these options to those of a training.</summary>
    /// <exception cref="UsageException">A value has the wrong form, or there are no parameters to begin from.</exception>
    private protected TrainingOptions WithFineTuning(TrainingOptions options) => options with
    {
        Start = From is null ? null : StartingParameters.Read(From).About,
        Freeze = Freeze is null ? null : Parts("--freeze", Freeze),
        LearningRates = LearningRates is null ? null : [.. Parts("--learning-rates", LearningRates).Select(RateOf)],
    };

    /// <summary>
    /// Finds out what would be loaded and frozen, and prints it, before the run's folder is made. Without such options nothing happens.
    /// </summary>
    /// <exception cref="UsageException">A pattern fits no parameter, or nothing is left to train.</exception>
    private protected static void Rehearse(ArchitectureSpec architecture, TrainingOptions options, Terminal terminal)
    {
        if (options is { Start: null, Freeze: null, LearningRates: null })
        {
            return;
        }

        using var model = architecture.Create();
        foreach (var line in FineTuning.Apply(model, architecture, options, loads: true).Lines(options))
        {
            terminal.Console.WriteLine(line);
        }

        terminal.Console.WriteLine();
    }

    private static string[] Parts(string option, string text)
    {
        string[] parts =
        [
            .. RepeatedOptions.Split(text)
                .SelectMany(value => value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        return parts.Length > 0
            ? parts
            : throw new UsageException($"{option} is empty; it needs a pattern of parameter names, such as 'blocks.*'.");
    }

    private static ParameterRate RateOf(string text)
    {
        var equals = text.LastIndexOf('=');
        return equals > 0
            && double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            && rate > 0 && rate <= float.MaxValue
            ? new ParameterRate(text[..equals].Trim(), rate)
            : throw new UsageException($"--learning-rates has '{text}'; it must be PATTERN=RATE with a rate above 0 and a decimal point, "
                + "such as 'head.*=0.001'. To leave parameters as they are, use --freeze.");
    }
}
