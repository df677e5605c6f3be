using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>Mean cross-entropy of the classes of pairs of sequences.</summary>
/// <param name="model">The model.</param>
internal sealed class PairClassifierObjective(IPairClassifier model) : Objective
{
    public override BatchResult Run(Batch batch)
    {
        var pairs = (PairBatch)batch;
        return Classified(
            model.forward(pairs.First.Tokens, pairs.First.Lengths, pairs.Second.Tokens, pairs.Second.Lengths), pairs.Labels, pairs.Tokens);
    }
}
