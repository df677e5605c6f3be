using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Streaming;

/// <summary>What a head means for the streaming form.</summary>
/// <param name="Input">The parameter that takes tokens or values.</param>
/// <param name="ReadsTokens">Whether these are tokens, not vectors.</param>
/// <param name="InputWidth">Width of the vectors.</param>
/// <param name="Pooling">How the positions read so far become one vector; <c>None</c> to answer at every position.</param>
/// <param name="IsTied">Whether it answers by the embedding's table.</param>
/// <param name="Answer">The value that it makes.</param>
/// <param name="Answers">Width of the answer.</param>
/// <param name="AnswersConstant">The constant of the model that says so.</param>
internal sealed record StreamingHead(
    string Input, bool ReadsTokens, int InputWidth, string Pooling, bool IsTied, string Answer, int Answers, string AnswersConstant)
{
    private const string Everywhere = "None";

    /// <summary>Whether it answers at every position.</summary>
    public bool AnswersEverywhere => Pooling == Everywhere;

    /// <summary>Null for a head without a streaming form: a pair classifier reads two sequences at once.</summary>
    public static StreamingHead? Of(Head head) => head switch
    {
        LanguageModelHead language => new("tokens", true, 0, Everywhere, language.TiedEmbeddings, "logits", language.Vocabulary, "Shapes.Vocabulary"),
        SequenceClassifierHead classifier => new("tokens", true, 0, classifier.Pooling, false, "logits", classifier.Classes, "Shapes.Classes"),
        SequenceRegressorHead regressor => new("values", false, regressor.Inputs, regressor.Pooling, false, "outputs", regressor.Outputs, "Shapes.Outputs"),
        _ => null,
    };
}
