namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Writes a visible sign for spaces, as SentencePiece does, and may put one before the text.</summary>
internal static class MetaspacePreTokenizer
{
    /// <summary>When a sign is put before a part that does not begin with one.</summary>
    public enum Prepend
    {
        /// <summary>Before every part.</summary>
        Always,

        /// <summary>Before the part with which the text begins.</summary>
        First,

        /// <summary>Never.</summary>
        Never,
    }

    /// <summary>Reads the keys that pre-tokenizer and decoder share.</summary>
    /// <exception cref="FormatException">A value is not known here.</exception>
    public static (char Sign, Prepend Scheme, bool Split) ReadKeys(FileComponent component)
    {
        var sign = component.Character("replacement");
        if (sign.Length > 1)
        {
            throw component.Wrong("replacement", "a character up to U+FFFF");
        }

        if (component.TextOrNull("str_rep") is { } repeated && repeated != sign)
        {
            throw component.Wrong("str_rep", "the same as 'replacement'");
        }

        var scheme = component.TextOrNull("prepend_scheme") switch
        {
            null or "always" => Prepend.Always,
            "first" => Prepend.First,
            "never" => Prepend.Never,
            _ => throw component.Wrong("prepend_scheme", "always, first or never"),
        };

        // The key of older files.
        if (!component.Flag("add_prefix_space", true))
        {
            scheme = component.Has("prepend_scheme") && scheme != Prepend.Never
                ? throw component.Wrong("add_prefix_space", "what 'prepend_scheme' says")
                : Prepend.Never;
        }

        return (sign[0], scheme, component.Flag("split", true));
    }

    /// <summary>Reads the pre-tokenizer.</summary>
    public static PreTokenizer Read(FileComponent component)
    {
        var (sign, scheme, split) = ReadKeys(component);
        return part =>
        {
            var text = part.Text.Replace(' ', sign);
            var prepends = scheme == Prepend.Always || (scheme == Prepend.First && part.AtStart);
            text = prepends && !text.StartsWith(sign) ? sign + text : text;
            var whole = part with { Text = text };
            return split
                ? TextSplit.Cut(whole, TextSplit.Where(text, rune => rune.Value == sign), SplitBehavior.MergedWithNext)
                : [whole];
        };
    }
}
