namespace Samples;

/// <summary>What a client sends: the messages so far, the last one by the person.</summary>
/// <param name="Messages">The messages in order.</param>
internal sealed record Conversation(IReadOnlyList<Message> Messages)
{
    /// <summary>How a line of the person begins; the model's answer ends before the next one.</summary>
    public const string Person = "\nyou: ";

    private const string Model = "\nsnake: ";

    /// <summary>The conversation as the model was trained on it, up to the place of the model's answer.</summary>
    public string ToPrompt() =>
        string.Concat(Messages.Select(message => $"{(message.Role == "user" ? Person : Model)}{message.Content}")) + Model;
}
