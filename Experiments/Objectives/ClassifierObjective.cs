using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>Mean cross-entropy of the classes of sequences.</summary>
/// <param name="model">The model.</param>
internal sealed class ClassifierObjective(ISequenceClassifier model) : Objective
{
    public override BatchResult Run(Batch batch)
    {
        var rows = (SequenceBatch)batch;
        return Classified(model.forward(rows.Sequences.Tokens, rows.Sequences.Lengths), rows.Labels, rows.Tokens);
    }
}
