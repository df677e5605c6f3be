using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// The Unicode normalization forms. .NET leaves them to the ICU library, and <see cref="string.Normalize()"/> returns its input where a
/// program runs without ICU, as programs with invariant globalization do.
/// </summary>
internal static class UnicodeForms
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11_172;
    private const int LeadFirst = 0x1100;
    private const int LeadCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TailFirst = 0x11A7;
    private const int TailCount = 28;

    /// <summary>Normalises a text as Unicode 9.0 defines it, which is what the Hugging Face library knows.</summary>
    /// <param name="text">The text, without lone surrogates.</param>
    /// <param name="form">The form.</param>
    public static string Normalize(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var tables = UnicodeTables.Shared;
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, form is NormalizationForm.FormKC or NormalizationForm.FormKD, tables, runes);
        }

        Order(runes, tables);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC)
        {
            Compose(runes, tables);
        }

        var result = new StringBuilder(text.Length);
        foreach (var value in runes)
        {
            result.Append(new Rune(value).ToString());
        }

        return result.ToString();
    }

    private static void Decompose(int value, bool compatible, UnicodeTables tables, List<int> runes)
    {
        if (value - HangulFirst is >= 0 and < HangulCount and var syllable)
        {
            runes.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
            runes.Add(VowelFirst + (syllable / TailCount % VowelCount));
            if (syllable % TailCount is > 0 and var tail)
            {
                runes.Add(TailFirst + tail);
            }
        }
        else if ((compatible && tables.Compatible.TryGetValue(value, out var parts)) || tables.Canonical.TryGetValue(value, out parts))
        {
            runes.AddRange(parts);
        }
        else
        {
            runes.Add(value);
        }
    }

    /// <summary>Puts marks in a row into the order of their classes; marks of one class stay as they are.</summary>
    private static void Order(List<int> runes, UnicodeTables tables)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && tables.ClassOf(runes[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] ordered = [.. runes[start..end].OrderBy(tables.ClassOf)];
                ordered.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runes)[start..end]);
            }

            start = Math.Max(start, end - 1);
        }
    }

    private static void Compose(List<int> runes, UnicodeTables tables)
    {
        var (written, starter, lastClass) = (0, -1, 0);
        foreach (var value in runes.ToArray())
        {
            var markClass = tables.ClassOf(value);
            var isBlocked = starter >= 0 && written - 1 > starter && (lastClass >= markClass || lastClass == 0);
            if (starter >= 0 && !isBlocked && TryCompose(runes[starter], value, tables, out var composed))
            {
                runes[starter] = composed;
                continue;
            }

            if (markClass == 0)
            {
                starter = written;
            }

            lastClass = markClass;
            runes[written++] = value;
        }

        runes.RemoveRange(written, runes.Count - written);
    }

    private static bool TryCompose(int first, int second, UnicodeTables tables, out int composed)
    {
        if (first - LeadFirst is >= 0 and < LeadCount and var lead && second - VowelFirst is >= 0 and < VowelCount and var vowel)
        {
            composed = HangulFirst + (((lead * VowelCount) + vowel) * TailCount);
            return true;
        }

        if (first - HangulFirst is >= 0 and < HangulCount and var syllable && syllable % TailCount == 0
            && second - TailFirst is > 0 and < TailCount and var tail)
        {
            composed = first + tail;
            return true;
        }

        return tables.Composed.TryGetValue((first, second), out composed);
    }
}
