using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Training;

/// <summary>Which trained parameters a training starts from, and which parameters of the model it trains.</summary>
/// <param name="Loaded">What was loaded; null if the training begins from initial parameters.</param>
/// <param name="Frozen">What is not trained; null if everything is.</param>
/// <param name="Groups">The parameters that are trained, with their learning rates.</param>
/// <param name="Differences">What the model computes otherwise with the loaded parameters than the one that they were trained in.</param>
internal sealed record FineTuning(
    PartialLoad? Loaded, FrozenParameters? Frozen, IReadOnlyList<OptimizerGroup> Groups, IReadOnlyList<string> Differences)
{
    private const int MostNames = 8;

    /// <summary>Loads and freezes what the options say, and groups the rest for the optimizer.</summary>
    /// <param name="model">The model, on its device.</param>
    /// <param name="architecture">The model's architecture.</param>
    /// <param name="options">The training options.</param>
    /// <param name="loads">Whether to load parameters; false where a saved state replaces them anyway.</param>
    /// <exception cref="UsageException">A pattern fits no parameter, or nothing is left to train.</exception>
    /// <exception cref="SafetensorsException">The parameters to begin from do not fit at all.</exception>
    public static FineTuning Apply(ISequenceModel model, ArchitectureSpec architecture, TrainingOptions options, bool loads)
    {
        try
        {
            var start = loads && options.Start is not null ? StartingParameters.Read(options.Start) : null;
            var loaded = start?.CopyTo(model.Module, architecture);
            var frozen = options.Freeze is null ? null : FrozenParameters.Freeze(model.Module, options.Freeze);
            if (model.Module.parameters().All(parameter => !parameter.requires_grad))
            {
                throw new UsageException($"--freeze leaves no parameter of {architecture.Name} to train; freeze fewer.");
            }

            return new FineTuning(
                loaded,
                frozen,
                OptimizerGroup.Of(model.Module, options.LearningRate, options.WeightDecay, options.LearningRates),
                start?.DifferencesOf(model.Module, architecture) ?? []);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    /// <summary>What was done, for people: counts first, then names.</summary>
    public IEnumerable<string> Lines(TrainingOptions options)
    {
        if (Loaded is not null)
        {
            var step = options.Start!.Step is { } number ? $", step {Figures.Count(number)}" : "";
            yield return $"from {options.Start.Path}{step}:";
            foreach (var line in Loaded.Lines())
            {
                yield return $"  {line}";
            }
        }

        foreach (var difference in Differences)
        {
            yield return $"computes otherwise: {difference}";
        }

        if (Frozen is not null)
        {
            yield return $"frozen: {Figures.Plural(Frozen.Names.Count, "parameter")}: {Some(Frozen.Names)}";
            if (Frozen.HeldStatistics.Count > 0)
            {
                yield return $"  the running statistics of these batch norms do not move: {Some(Frozen.HeldStatistics)}";
            }
        }

        foreach (var group in Groups.GroupBy(group => group.LearningRate).OrderBy(group => group.Key))
        {
            string[] names = [.. group.SelectMany(members => members.Parameters).Select(member => member.Name)];
            yield return $"learning rate {Figures.Rate(group.Key)}: {Figures.Plural(names.Length, "parameter")}: {Some(names)}";
        }
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
