namespace SerpentDsl.Tasks;

/// <summary>A task whose sequences a person can write as text: what <c>serpent inspect</c> needs to show a model at work.</summary>
public interface ITextTask : ITask
{
    /// <summary>Cuts a text into the tokens that a model of the task sees, marks at its start or end included.</summary>
    /// <param name="text">The text, of any length.</param>
    IReadOnlyList<TextToken> Tokenize(string text);
}
