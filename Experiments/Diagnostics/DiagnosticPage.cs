namespace SerpentDsl.Experiments.Diagnostics;

/// <summary>The help page of one of the generator's diagnostics.</summary>
/// <param name="Id">The diagnostic's ID, such as <c>SDSL201</c>.</param>
/// <param name="Title">The error, in a few words.</param>
/// <param name="Text">The page in Markdown.</param>
internal sealed record DiagnosticPage(string Id, string Title, string Text);
