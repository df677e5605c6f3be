using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Io;
using SerpentDsl.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// An exponential moving average of a model's parameters: after step t, average ← d · average + (1 − d) · parameter, where d = min(decay,
/// (1 + t) / (10 + t)) is smaller in the first steps, so that the average soon forgets them. Buffers are not averaged.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private const string Kind = "average";

    private readonly double _decay;
    private readonly (string Name, Parameter Parameter, Tensor Average)[] _members;

    /// <param name="groups">The parameters; the average starts with their values.</param>
    /// <param name="decay">Upper limit of d, above 0 and below 1.</param>
    public WeightAverage(IReadOnlyList<OptimizerGroup> groups, double decay)
    {
        using var noGradient = no_grad();
        _decay = decay;
        _members =
        [
            .. groups.SelectMany(group => group.Parameters)
                .Select(member => (member.Name, member.Parameter, member.Parameter.detach().clone().DetachFromDisposeScope())),
        ];
    }

    /// <summary>The averages under their names in a checkpoint; they still belong to this object.</summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors() =>
        _members.Select(member => (CheckpointFile.NameOf(Kind, member.Name), member.Average));

    /// <summary>Restores the averages from a checkpoint.</summary>
    /// <exception cref="SafetensorsException">The checkpoint has no averages of these parameters.</exception>
    public void Restore(CheckpointFile checkpoint) =>
        checkpoint.CopyTo(Kind, [.. _members.Select(member => (member.Name, member.Average))]);

    /// <summary>Updates the averages after a step.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    public void Update(int step)
    {
        var decay = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Scalar past = decay.ToScalar(), present = (1 - decay).ToScalar();
        foreach (var (_, parameter, average) in _members)
        {
            average.mul_(past).add_(parameter, present);
        }
    }

    /// <summary>Replaces the parameters by their averages.</summary>
    /// <returns>Restores the parameters, bit for bit, when disposed.</returns>
    public IDisposable InPlace() => new Exchange(_members);

    public void Dispose()
    {
        foreach (var (_, _, average) in _members)
        {
            average.Dispose();
        }
    }

    private sealed class Exchange : IDisposable
    {
        private readonly List<(Parameter Parameter, Tensor Own)> _kept = [];

        public Exchange(IEnumerable<(string Name, Parameter Parameter, Tensor Average)> members)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            foreach (var (_, parameter, average) in members)
            {
                _kept.Add((parameter, parameter.detach().clone().DetachFromDisposeScope()));
                parameter.copy_(average);
            }
        }

        public void Dispose()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            foreach (var (parameter, own) in _kept)
            {
                parameter.copy_(own);
                own.Dispose();
            }
        }
    }
}
