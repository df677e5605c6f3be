using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>
/// How a model with a certain head is trained: how it reads a batch, its loss, and the score that chooses the best checkpoint.
/// </summary>
internal abstract class Objective
{
    /// <summary>The measure that chooses the best checkpoint, in words.</summary>
    public virtual string Criterion => "accuracy";

    /// <summary>The objective of a model's head.</summary>
    /// <param name="model">The model; not disposed here.</param>
    /// <exception cref="NotSupportedException">This runner does not train models with this head.</exception>
    public static Objective Of(ISequenceModel model) => model switch
    {
        ISequenceClassifier classifier => new ClassifierObjective(classifier),
        IPairClassifier pair => new PairClassifierObjective(pair),
        ILanguageModel language => new LanguageModelObjective(language),
        ISequenceRegressor regressor => new SeriesObjective(regressor),
        _ => throw new NotSupportedException(
            $"{model.GetType().Name} is neither a sequence classifier nor a pair classifier, a language model or a regressor."),
    };

    /// <summary>The score that chooses the best checkpoint; greater is better.</summary>
    /// <param name="loss">Mean loss on the validation split.</param>
    /// <param name="accuracy">Share of correct predictions there, 0 to 1; null for a regression.</param>
    public virtual double Score(double loss, double? accuracy) => accuracy ?? -loss;

    /// <summary>Runs the model on a batch.</summary>
    /// <param name="batch">A batch of the kind of dataset that fits the head.</param>
    public abstract BatchResult Run(Batch batch);

    /// <summary>Compares a classifier's logits with the true classes.</summary>
    /// <param name="logits"><c>[batch, classes]</c>.</param>
    /// <param name="labels">The true classes, int64 <c>[batch]</c>.</param>
    /// <param name="tokens">Number of tokens read, without padding.</param>
    private protected static BatchResult Classified(Tensor logits, Tensor labels, int tokens)
    {
        var predicted = logits.argmax(1).cpu().data<long>().ToArray();
        (int Label, int Predicted)[] answers = [.. labels.cpu().data<long>().ToArray().Zip(
            predicted, (label, answer) => ((int)label, (int)answer))];
        return new BatchResult(
            nn.functional.cross_entropy(logits, labels), answers.Length, answers.LongCount(answer => answer.Label == answer.Predicted),
            RightInFive: null, tokens)
        {
            Answers = answers,
        };
    }
}
