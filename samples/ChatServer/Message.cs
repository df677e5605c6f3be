namespace Samples;

/// <summary>A message of a conversation.</summary>
/// <param name="Role"><c>user</c> for the person, else the model.</param>
/// <param name="Content">The text.</param>
internal sealed record Message(string Role, string Content);
