using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Optimizers;

/// <summary>The part of a model that does not change in a training.</summary>
/// <param name="Names">The frozen parameters' <c>state_dict</c> names, in the model's order.</param>
/// <param name="HeldStatistics">The batch norms whose running statistics do not move either, because all their parameters are
/// frozen.</param>
public sealed record FrozenParameters(IReadOnlyList<string> Names, IReadOnlyList<string> HeldStatistics)
{
    /// <summary>
    /// Freezes parameters: they need no gradient, and <see cref="OptimizerGroup.Of"/> leaves them out, so that they get no weight decay and
    /// no optimizer state. A batch norm with frozen parameters normalises by its running statistics and keeps them
    /// (<see cref="SequenceBatchNorm.HoldsStatistics"/>).
    /// </summary>
    /// <param name="module">The model; must be on its device already, because moving it replaces its parameters.</param>
    /// <param name="patterns">Patterns of <c>state_dict</c> names (<see cref="ParameterPattern"/>); a parameter that fits one of them is
    /// frozen.</param>
    /// <exception cref="ArgumentException">A pattern fits no parameter; nothing was frozen.</exception>
    public static FrozenParameters Freeze(nn.Module module, IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(patterns);
        ParameterPattern[] wanted = [.. patterns.Select(text => new ParameterPattern(text))];
        (string Name, TorchSharp.Modules.Parameter Parameter)[] all = [.. module.named_parameters()];
        string[] names = [.. all.Select(entry => entry.Name)];
        foreach (var pattern in wanted)
        {
            pattern.RequireMatch(names, "parameter");
        }

        List<string> frozen = [];
        foreach (var (name, parameter) in all.Where(entry => wanted.Any(pattern => pattern.Matches(entry.Name))))
        {
            parameter.requires_grad = false;
            frozen.Add(name);
        }

        List<string> held = [];
        foreach (var (name, norm) in module.named_modules().Where(entry => entry.module is SequenceBatchNorm))
        {
            if (norm.named_parameters().All(entry => !entry.parameter.requires_grad))
            {
                ((SequenceBatchNorm)norm).HoldsStatistics = true;
                held.Add(name);
            }
        }

        return new FrozenParameters(frozen, held);
    }
}
