using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class TextNormalizers
{
    /// <exception cref="FormatException">It is of a type, or has a key or a value, that is not known here.</exception>
    public static TextNormalizer Read(FileComponent component)
    {
        var type = component.Type;
        var result = type switch
        {
            "Sequence" => ReadSequence(component),
            "NFC" => text => UnicodeForms.Normalize(text, NormalizationForm.FormC),
            "NFD" => text => UnicodeForms.Normalize(text, NormalizationForm.FormD),
            "NFKC" => text => UnicodeForms.Normalize(text, NormalizationForm.FormKC),
            "NFKD" => text => UnicodeForms.Normalize(text, NormalizationForm.FormKD),
            "Lowercase" => CharacterClasses.Lower,
            "Strip" => ReadStrip(component),
            "StripAccents" => text => Without(text, UnicodeTables.Shared.IsMark),
            "Prepend" => ReadPrepend(component),
            "Replace" => ReadReplace(component),
            "ByteLevel" => text => ByteSymbols.Write(Encoding.UTF8.GetBytes(text)),
            "BertNormalizer" => ReadBert(component),
            _ => throw component.UnknownType(),
        };
        component.Finish();
        return result;
    }

    private static string Without(string text, Func<Rune, bool> condition)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!condition(rune))
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static TextNormalizer ReadSequence(FileComponent component)
    {
        TextNormalizer[] steps = [.. component.Components("normalizers").Select(Read)];
        return text => steps.Aggregate(text, (changed, step) => step(changed));
    }

    private static TextNormalizer ReadStrip(FileComponent component)
    {
        var (left, right) = (component.Flag("strip_left"), component.Flag("strip_right"));
        return text =>
        {
            text = left ? text.TrimStart() : text;
            return right ? text.TrimEnd() : text;
        };
    }

    private static TextNormalizer ReadPrepend(FileComponent component)
    {
        var before = component.Text("prepend");
        return text => text.Length == 0 ? text : before + text;
    }

    private static TextNormalizer ReadReplace(FileComponent component)
    {
        var pattern = FilePattern.Read(component.Object("pattern"));
        var content = component.Text("content");
        return text => pattern.Replace(text, content);
    }

    private static TextNormalizer ReadBert(FileComponent component)
    {
        var (clean, chinese, lower) =
            (component.Flag("clean_text"), component.Flag("handle_chinese_chars"), component.Flag("lowercase"));
        var strip = component.Flag("strip_accents", lower);
        return text =>
        {
            text = clean ? Clean(text) : text;
            text = chinese ? SpaceChinese(text) : text;
            text = strip ? WithoutAccents(text) : text;
            return lower ? CharacterClasses.Lower(text) : text;
        };
    }

    private static string Clean(string text)
    {
        var kept = Without(text, rune => rune.Value is 0 or 0xFFFD || CharacterClasses.IsControl(rune));
        return string.Concat(kept.Select(character => char.IsWhiteSpace(character) ? ' ' : character));
    }

    private static string SpaceChinese(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(CharacterClasses.IsChinese(rune) ? $" {rune} " : rune.ToString());
        }

        return result.ToString();
    }

    private static string WithoutAccents(string text) => Without(
        UnicodeForms.Normalize(text, NormalizationForm.FormD),
        UnicodeTables.Shared.IsNonSpacingMark);
}
