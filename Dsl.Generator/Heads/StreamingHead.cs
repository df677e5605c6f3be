namespace SerpentDsl.Generator.Heads;

/// <summary>The part of a head in the streaming form.</summary>
/// <param name="Input">The parameter that takes tokens or values.</param>
/// <param name="ReadsTokens">Whether the input is tokens, not vectors.</param>
/// <param name="InputWidth">Width of the vectors; 0 for tokens.</param>
/// <param name="Pooling">How the positions read so far become one vector; <c>None</c> to answer at every position.</param>
/// <param name="IsTied">Whether the embedding's table is also the output matrix.</param>
/// <param name="Answer">The variable with the answer.</param>
/// <param name="Answers">Width of the answer.</param>
/// <param name="AnswersConstant">The constant of the generated model with this width.</param>
internal sealed record StreamingHead(
    string Input, bool ReadsTokens, int InputWidth, string Pooling, bool IsTied, string Answer, int Answers, string AnswersConstant)
{
    /// <summary>The linear layer between pooling and answer; null for none.</summary>
    public HiddenLayer? Hidden { get; init; }

    /// <summary>The pooling of a head that answers at every position.</summary>
    public const string Everywhere = "None";

    /// <summary>Whether the head answers at every position.</summary>
    public bool AnswersEverywhere => Pooling == Everywhere;
}
