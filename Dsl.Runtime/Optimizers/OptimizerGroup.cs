using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Optimizers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Parameters">The parameters under their <c>state_dict</c> names.</param>
public sealed record OptimizerGroup(double LearningRate, double WeightDecay, IReadOnlyList<(string Name, Parameter Parameter)> Parameters)
{
    /// <summary>
    /// Puts every trainable parameter of a model into one group. A module with hints (<see cref="IOptimizerHints"/>) decides for its own
    /// parameters. The given settings hold for all others, without weight decay on embeddings, vectors and scalars; biases and the
    /// parameters of norms are vectors. A parameter that needs no gradient is in no group.
    /// </summary>
    /// <param name="model">The model, on its device.</param>
    /// <param name="learningRate">Base learning rate of parameters without a hint.</param>
    /// <param name="weightDecay">Decoupled weight decay of parameters without a hint.</param>
    /// <param name="rates">Learning rates for parameters by their names; the last one that fits a name holds. Null: none.</param>
    /// <exception cref="ArgumentException">The pattern of a rate fits no trainable parameter.</exception>
    public static IReadOnlyList<OptimizerGroup> Of(
        nn.Module model, double learningRate, double weightDecay, IReadOnlyList<ParameterRate>? rates = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (ParameterPattern Pattern, double Rate)[] given =
            [.. (rates ?? []).Select(rate => (new ParameterPattern(rate.Pattern), rate.LearningRate))];
        var groups = new Dictionary<(double LearningRate, double WeightDecay), List<(string, Parameter)>>();
        var seen = new HashSet<IntPtr>();
        foreach (var (path, module) in model.named_modules().Prepend((name: "", module: model)))
        {
            foreach (var (name, parameter) in module.named_parameters(recurse: false))
            {
                // A shared parameter belongs to the first module that has it, as in state_dict.
                if (!parameter.requires_grad || !seen.Add(parameter.Handle))
                {
                    continue;
                }

                var hint = (module as IOptimizerHints)?.HintFor(name) ?? default;
                var decay = hint.WeightDecay ?? (module is Embedding || parameter.dim() <= 1 ? 0 : weightDecay);
                var full = path.Length == 0 ? name : $"{path}.{name}";
                var own = given.Where(entry => entry.Pattern.Matches(full)).Select(entry => (double?)entry.Rate).LastOrDefault();
                (double, double) key = (own ?? hint.LearningRate ?? learningRate, decay);
                if (!groups.TryGetValue(key, out var members))
                {
                    groups.Add(key, members = []);
                }

                members.Add((full, parameter));
            }
        }

        string[] names = [.. groups.Values.SelectMany(members => members.Select(member => member.Item1))];
        foreach (var (pattern, _) in given)
        {
            pattern.RequireMatch(names, "trainable parameter");
        }

        return [.. groups.Select(group => new OptimizerGroup(group.Key.LearningRate, group.Key.WeightDecay, group.Value))];
    }

    /// <summary>
    /// Sets every gradient to zero, and creates missing gradients as zeros. Gradients keep their memory: if they were freed and allocated
    /// again among tensors of varying size, the heap would fragment. And since all parameters have a gradient from the first step on, AdamW
    /// counts steps in the same way whether or not a batch uses a parameter, so that a resumed run equals an uninterrupted one.
    /// </summary>
    /// <param name="groups">Groups made by <see cref="Of"/>.</param>
    public static void ZeroGradients(IReadOnlyList<OptimizerGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in groups.SelectMany(group => group.Parameters))
        {
            if (parameter.grad is { } gradient)
            {
                gradient.fill_(Scalars.Zero);
            }
            else
            {
                parameter.grad = zeros_like(parameter);
            }
        }
    }

    /// <summary>Makes the optimizer of some groups.</summary>
    /// <param name="groups">Groups made by <see cref="Of"/>.</param>
    /// <param name="learningRate">Base learning rate of groups without their own.</param>
    /// <returns>The optimizer; the caller disposes it.</returns>
    public static AdamW AdamW(IReadOnlyList<OptimizerGroup> groups, double learningRate) => optim.AdamW(
        groups.Select(group => new AdamW.ParamGroup(
            group.Parameters.Select(member => member.Parameter),
            new AdamW.Options { LearningRate = group.LearningRate, weight_decay = group.WeightDecay })),
        learningRate);
}
