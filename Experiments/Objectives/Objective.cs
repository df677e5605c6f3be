using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>
/// What a model is trained to do, which follows from its head: how it reads a batch, its loss, and how models are compared.
/// </summary>
internal abstract class Objective
{
    /// <summary>What models are chosen by, in words.</summary>
    public virtual string Criterion => "accuracy";

    /// <summary>The objective of a model's head.</summary>
    /// <param name="model">The model; it stays the caller's.</param>
    /// <exception cref="NotSupportedException">This runner does not train models with that head.</exception>
    public static Objective Of(ISequenceModel model) => model switch
    {
        ISequenceClassifier classifier => new ClassifierObjective(classifier),
        IPairClassifier pair => new PairClassifierObjective(pair),
        ILanguageModel language => new LanguageModelObjective(language),
        _ => throw new NotSupportedException(
            $"{model.GetType().Name} is neither a sequence classifier nor a pair classifier nor a language model."),
    };

    /// <summary>What models are chosen by: the greater, the better.</summary>
    /// <param name="loss">Mean cross-entropy on the validation split, in nats.</param>
    /// <param name="accuracy">Share of right predictions there.</param>
    public virtual double Score(double loss, double accuracy) => accuracy;

    /// <summary>Runs the model on a batch.</summary>
    /// <param name="batch">Rows of a dataset for this head.</param>
    public abstract BatchResult Run(Batch batch);

    /// <summary>The result of a classifier.</summary>
    /// <param name="logits"><c>[batch, classes]</c>.</param>
    /// <param name="labels">The true classes, int64 <c>[batch]</c>.</param>
    /// <param name="tokens">Tokens read, without padding.</param>
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
