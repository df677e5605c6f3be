using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>The moments and step counts of AdamW, by the names of the parameters.</summary>
internal static class OptimizerState
{
    private const string FirstMoment = "first_moment";
    private const string SecondMoment = "second_moment";

    /// <summary>The moments under their names in a checkpoint; they still belong to the optimizer.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Tensors(AdamW optimizer, IReadOnlyList<OptimizerGroup> groups)
    {
        foreach (var (parameter, state) in Of(optimizer, groups))
        {
            yield return (CheckpointFile.NameOf(FirstMoment, parameter), state.exp_avg);
            yield return (CheckpointFile.NameOf(SecondMoment, parameter), state.exp_avg_sq);
        }
    }

    /// <summary>Number of steps of each parameter.</summary>
    public static Dictionary<string, long> Steps(AdamW optimizer, IReadOnlyList<OptimizerGroup> groups) =>
        Of(optimizer, groups).ToDictionary(entry => entry.Parameter, entry => entry.State.step);

    /// <summary>Restores an optimizer's moments and step counts from a checkpoint.</summary>
    public static void Restore(
        AdamW optimizer, IReadOnlyList<OptimizerGroup> groups, CheckpointFile checkpoint, IReadOnlyDictionary<string, long> steps)
    {
        (string Parameter, AdamW.State State)[] all = [.. Of(optimizer, groups)];
        checkpoint.CopyTo(FirstMoment, [.. all.Select(entry => (entry.Parameter, entry.State.exp_avg))]);
        checkpoint.CopyTo(SecondMoment, [.. all.Select(entry => (entry.Parameter, entry.State.exp_avg_sq))]);
        foreach (var (parameter, state) in all)
        {
            state.step = steps[parameter];
        }
    }

    // The optimizer lists its states in the order of its groups, and within a group in that of the parameters.
    private static IEnumerable<(string Parameter, AdamW.State State)> Of(AdamW optimizer, IReadOnlyList<OptimizerGroup> groups) =>
        groups.SelectMany(group => group.Parameters)
            .Zip(optimizer.state_dict().State, (member, state) => (member.Name, (AdamW.State)state));
}
