using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>Describes a head in words.</summary>
internal static class HeadText
{
    /// <summary>
    /// The head's inputs and answers, such as <c>SequenceClassifier: 18 tokens, up to 2,048 a sequence, 10 classes</c>.
    /// </summary>
    public static string Of(HeadSpec head) => $"{head.Kind}: " + head switch
    {
        ClassifierHeadSpec classifier =>
            $"{Figures.Count(classifier.Vocabulary)} tokens, {Longest(head)}, {classifier.Classes} classes{Pooled(classifier.Pooling)}",
        PairClassifierHeadSpec pair =>
            $"{Figures.Count(pair.Vocabulary)} tokens, {Longest(head)} of a pair, {pair.Classes} classes{Pooled(pair.Pooling)}",
        LanguageModelHeadSpec language =>
            $"{Figures.Count(language.Vocabulary)} tokens, {Longest(head)}, {(language.TiedEmbeddings ? "tied" : "untied")} embeddings",
        RegressorHeadSpec regressor => $"vectors of {Figures.Count(regressor.Inputs)} to vectors of {Figures.Count(regressor.Outputs)}, "
            + $"{Longest(head)}{Pooled(regressor.Pooling)}",
        _ => Longest(head),
    };

    private static string Longest(HeadSpec head) => $"up to {Figures.Count(head.MaxLength)} a sequence";

    private static string Pooled(Pooling pooling) => pooling switch
    {
        Pooling.Last => ", from the last position",
        Pooling.None => ", at every position",
        _ => "",
    };
}
