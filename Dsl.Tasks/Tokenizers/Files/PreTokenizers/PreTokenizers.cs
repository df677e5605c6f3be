using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizers
{
    /// <exception cref="FormatException">It is of a type, or has a key or a value, that is not known here.</exception>
    public static PreTokenizer Read(FileComponent component)
    {
        var type = component.Type;
        var result = type switch
        {
            "Sequence" => ReadSequence(component),
            "ByteLevel" => ReadByteLevel(component),
            "Metaspace" => MetaspacePreTokenizer.Read(component),
            "Whitespace" => part => WordsAndSigns(part),
            "WhitespaceSplit" => part => TextSplit.Cut(part, TextSplit.Where(part.Text, Rune.IsWhiteSpace), SplitBehavior.Removed),
            "Digits" => ReadDigits(component),
            "Punctuation" => ReadPunctuation(component),
            "BertPreTokenizer" => Bert,
            "CharDelimiterSplit" => ReadDelimiter(component),
            "Split" => ReadSplit(component),
            _ => throw component.UnknownType(),
        };
        component.Finish();
        return result;
    }

    private static PreTokenizer ReadSequence(FileComponent component)
    {
        PreTokenizer[] steps = [.. component.Components("pretokenizers").Select(Read)];
        return part => steps.Aggregate((IEnumerable<TextPart>)[part], (parts, step) => parts.SelectMany(piece => step(piece)));
    }

    private static PreTokenizer ReadByteLevel(FileComponent component)
    {
        var (addSpace, cut) = (component.Flag("add_prefix_space"), component.Flag("use_regex", true));
        component.Ignore("trim_offsets");
        return part =>
        {
            var bytes = Encoding.UTF8.GetBytes(addSpace && !part.Text.StartsWith(' ') ? " " + part.Text : part.Text);
            var pieces = new List<TextPart>();
            for (int start = 0, end; start < bytes.Length; start = end)
            {
                end = cut ? TextPieces.EndOf(bytes, start) : bytes.Length;
                pieces.Add(new TextPart(ByteSymbols.Write(bytes.AsSpan(start..end)), part.AtStart && start == 0));
            }

            return pieces;
        };
    }

    /// <summary>Runs of word characters, and runs of signs.</summary>
    private static IEnumerable<TextPart> WordsAndSigns(TextPart part)
    {
        var kinds = part.Text.EnumerateRunes().Select(
            rune => (rune.Utf16SequenceLength, Kind: Rune.IsWhiteSpace(rune) ? 0 : CharacterClasses.IsWord(rune) ? 1 : 2));
        var (start, at, last) = (0, 0, 0);
        foreach (var (length, kind) in kinds.Append((0, 0)))
        {
            if (kind != last || length == 0)
            {
                if (last != 0)
                {
                    yield return new TextPart(part.Text[start..at], part.AtStart && start == 0);
                }

                (start, last) = (at, kind);
            }

            at += length;
        }
    }

    private static PreTokenizer ReadDigits(FileComponent component)
    {
        var behavior = component.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous;
        return part => TextSplit.Cut(part, TextSplit.Where(part.Text, Rune.IsNumber), behavior);
    }

    private static PreTokenizer ReadPunctuation(FileComponent component)
    {
        var behavior = component.Has("behavior") ? TextSplit.ReadBehavior(component, "behavior") : SplitBehavior.Isolated;
        return part => TextSplit.Cut(part, TextSplit.Where(part.Text, CharacterClasses.IsPunctuation), behavior);
    }

    private static IEnumerable<TextPart> Bert(TextPart part) =>
        TextSplit.Cut(part, TextSplit.Where(part.Text, Rune.IsWhiteSpace), SplitBehavior.Removed).SelectMany(
            word => TextSplit.Cut(word, TextSplit.Where(word.Text, CharacterClasses.IsPunctuation), SplitBehavior.Isolated));

    private static PreTokenizer ReadDelimiter(FileComponent component)
    {
        var delimiter = component.Character("delimiter").EnumerateRunes().First();
        return part => TextSplit.Cut(part, TextSplit.Where(part.Text, rune => rune == delimiter), SplitBehavior.Removed);
    }

    private static PreTokenizer ReadSplit(FileComponent component)
    {
        var pattern = FilePattern.Read(component.Object("pattern"));
        var behavior = TextSplit.ReadBehavior(component, "behavior");
        var invert = component.Flag("invert");
        return part => TextSplit.Cut(part, pattern.Find(part.Text), behavior, invert);
    }
}
