namespace SerpentDsl.Experiments.Inspection;

/// <summary>Replaces white space by visible characters.</summary>
internal static class VisibleText
{
    /// <summary>The readable form of a token.</summary>
    public static string Of(string text) =>
        text.Length == 0 ? "∅" : string.Concat(text.Select(letter => letter switch
        {
            ' ' => '·',
            '\n' => '↵',
            '\t' => '⇥',
            _ => char.IsControl(letter) ? '�' : letter,
        }));
}
