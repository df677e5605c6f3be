using System.Buffers;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Predictions;

/// <summary>
/// Writes predictions as CSV (RFC 4180): the kept cells, the class with its probability, and the probabilities of other classes.
/// </summary>
internal sealed class CsvPredictionWriter : PredictionWriter
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    private readonly IReadOnlyList<string> _labels;
    private readonly int? _top;

    /// <param name="target">What is written to; stays open.</param>
    /// <param name="kept">Names of the kept columns.</param>
    /// <param name="labels">Names of the classes; empty for a regression.</param>
    /// <param name="outputs">Names of the numbers of a regression.</param>
    /// <param name="top">Number of most probable classes to write; null: one column for each class.</param>
    public CsvPredictionWriter(
        TextWriter target, IReadOnlyList<string> kept, IReadOnlyList<string> labels, IReadOnlyList<string> outputs, int? top)
        : base(target, kept)
    {
        _labels = labels;
        _top = top is null ? null : Math.Min(top.Value, labels.Count);
        WriteLine(
        [
            .. kept,
            .. labels.Count == 0 ? outputs.Select(Names.Free) : [Names.Label, Names.Probability, .. Others().Select(Names.Free)],
        ]);
    }

    public override void Write(IReadOnlyList<string?> cells, Prediction prediction) =>
        WriteLine([.. cells, .. prediction.Label is null ? prediction.Values.Select(value => Text(value.Value)) : Answer(prediction)]);

    private IEnumerable<string> Others() => _top is null
        ? _labels.Select(label => $"p({label})")
        : Enumerable.Range(2, _top.Value - 1).SelectMany(place => new[] { $"label{place}", $"probability{place}" });

    private IEnumerable<string> Answer(Prediction prediction)
    {
        IEnumerable<string> first = [prediction.Label!, Text(prediction.Probability!.Value)];
        return first.Concat(_top is { } top
            ? prediction.Classes.Take(top).Skip(1).SelectMany(entry => new[] { entry.Label, Text(entry.Probability) })
            : _labels.Join(prediction.Classes, label => label, entry => entry.Label, (_, entry) => Text(entry.Probability)));
    }

    private void WriteLine(IEnumerable<string?> cells) => Target.Write($"{string.Join(',', cells.Select(Quoted))}\n");

    private static string? Quoted(string? cell) =>
        cell.AsSpan().ContainsAny(s_quoted) ? $"\"{cell!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
