using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Weights;

/// <summary>Reads a weights ledger; <c>docs/guide/weights.md</c> has the format. Never throws.</summary>
internal sealed class WeightsParser
{
    /// <summary>The longest text that is parsed as a ledger. The limit exists because ledgers are read while the user types.</summary>
    private const int LongestFile = 1 << 20;

    private const int MostFaults = 10;
    private const string Keyword = "architecture";

    private readonly List<PinnedTensor> _tensors = [];
    private readonly List<WeightsFault> _faults = [];
    private string _architecture = "";
    private TextLocation _head;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="text">The text of the file; null when the file cannot be opened.</param>
    /// <param name="token">Cancels the parsing.</param>
    public static WeightsFile Parse(string path, SourceText? text, CancellationToken token)
    {
        WeightsParser parser = new();
        if (text is null || text.Length > LongestFile)
        {
            parser.Fault(
                default, text is null
                    ? "the file cannot be opened"
                    : $"the file has {Numbers.Grouped(text.Length)} characters, more than any ledger");
        }
        else
        {
            foreach (var line in text.Lines)
            {
                token.ThrowIfCancellationRequested();
                parser.Read(line);
            }

            if (parser._architecture.Length == 0 && parser._faults.Count == 0)
            {
                parser.Fault(default, $"the file does not begin with '{Keyword} NAME'");
            }
        }

        return new WeightsFile(
            path, parser._architecture, parser._head, parser._tensors.ToEquatableArray(), parser._faults.ToEquatableArray());
    }

    private void Read(TextLine line)
    {
        string whole = line.ToString(), content = whole.Trim();
        if (content.Length == 0 || content[0] == '#' || _faults.Count == MostFaults)
        {
            return;
        }

        var column = whole.IndexOf(content[0]);
        TextLocation at = new(line.Start + column, content.Length, line.LineNumber, column);
        if (_architecture.Length > 0)
        {
            ReadTensor(content, at);
        }
        else if (content.StartsWith(Keyword + " ", StringComparison.Ordinal))
        {
            _architecture = content.Substring(Keyword.Length).Trim();
            _head = at;
        }
        else
        {
            Fault(at, $"'{Shorten(content)}' stands where '{Keyword} NAME' should");
        }
    }

    private void ReadTensor(string content, TextLocation at)
    {
        var open = content.LastIndexOf('[');
        var before = open < 0 ? [] : content.Substring(0, open).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (open < 0 || content[content.Length - 1] != ']' || before.Length < 2)
        {
            Fault(at, $"'{Shorten(content)}' is no tensor; one is written 'embedding.weight float32 [20, 192]'");
            return;
        }

        string type = before[before.Length - 1], name = string.Join(" ", before.Take(before.Length - 1));
        if (ElementTypes.BytesOf(type) is null)
        {
            Fault(at, $"'{Shorten(type)}' is no type of elements; known are {ElementTypes.Known}");
        }
        else if (ReadShape(content.Substring(open + 1, content.Length - open - 2)) is not { } shape)
        {
            Fault(at, $"the dimensions of '{Shorten(name)}' are not whole numbers between commas");
        }
        else if (ReadName(name) is not var (pattern, first, last))
        {
            Fault(at, $"'{Shorten(name)}' has no range of blocks; one is written 'blocks.0-5.'");
        }
        else if (_tensors.FirstOrDefault(other => other.Name == pattern && other.First <= last && first <= other.Last) is { } twin)
        {
            Fault(at, $"'{Shorten(name)}' is pinned twice: '{Shorten(twin.FullName)}' stands above");
        }
        else
        {
            _tensors.Add(new PinnedTensor(pattern, first, last, type, shape));
        }
    }

    private static EquatableArray<long>? ReadShape(string text)
    {
        if (text.Trim().Length == 0)
        {
            return default(EquatableArray<long>);
        }

        var parts = text.Split(',');
        var sizes = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]))
            {
                return null;
            }
        }

        return new EquatableArray<long>(sizes);
    }

    /// <summary>Splits <c>blocks.0-5.norm.weight</c> into <c>blocks.*.norm.weight</c>, 0 and 5; null for malformed numbers.</summary>
    private static (string Pattern, long First, long Last)? ReadName(string name)
    {
        var end = name.StartsWith(PinnedTensor.Blocks, StringComparison.Ordinal) ? name.IndexOf('.', PinnedTensor.Blocks.Length) : -1;
        if (end < 0)
        {
            return (name, 0, 0);
        }

        var ends = name.Substring(PinnedTensor.Blocks.Length, end - PinnedTensor.Blocks.Length).Split('-');
        var isRange = Number(ends[0], out var first) & Number(ends[ends.Length - 1], out var last) && ends.Length <= 2 && first <= last;
        return isRange ? (PinnedTensor.AnyBlock + name.Substring(end + 1), first, last) : null;
    }

    private static bool Number(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string text) => text.Length <= 80 ? text : text.Substring(0, 77) + "...";

    private void Fault(TextLocation at, string text) => _faults.Add(new WeightsFault(at, text));
}
