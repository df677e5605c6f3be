namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>What a command line asks for.</summary>
/// <param name="Kind">The kind of request.</param>
/// <param name="Command">The options class of the command; null where none is named.</param>
/// <param name="Arguments">The arguments after the command's name.</param>
internal sealed record CommandRequest(RequestKind Kind, Type? Command, IReadOnlyList<string> Arguments);
