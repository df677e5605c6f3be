using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Predictions;

/// <summary>Series of numbers for a regressor.</summary>
/// <param name="model">The regressor.</param>
/// <param name="head">Its head.</param>
/// <param name="labels">How the numbers are scaled.</param>
/// <param name="maxLength">Positions that are read at most.</param>
internal sealed class SeriesForm(ISequenceRegressor model, RegressorHeadSpec head, LabelSet labels, int maxLength) : RowForm
{
    public override PredictionInput Input => PredictionInput.Series;

    public override PreparedRow Prepare(PredictionRow row)
    {
        var numbers = row.Values.Span;
        if (numbers.IsEmpty || numbers.Length % head.Inputs != 0)
        {
            throw new ArgumentException($"The series has {numbers.Length} numbers; it must have {head.Inputs} at each position, and at "
                + "least one position.");
        }

        var length = Math.Min(numbers.Length / head.Inputs, maxLength);
        var scaled = new float[length * head.Inputs];
        for (var i = 0; i < scaled.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"The series has the number {numbers[i]} at position {(i / head.Inputs) + 1}; all numbers must be finite."));
            }

            var column = labels.Inputs?[i % head.Inputs] ?? new SeriesColumn("");
            scaled[i] = (float)((numbers[i] - column.Mean) / column.Scale);
        }

        return new PreparedRow(length, numbers.Length / head.Inputs, default, default, scaled);
    }

    public override Tensor Run(IReadOnlyList<PreparedRow> rows, Device device)
    {
        var longest = rows.Max(row => row.Length);
        var values = new float[rows.Count * longest * head.Inputs];
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i].Values.Span.CopyTo(values.AsSpan(i * longest * head.Inputs));
        }

        var lengths = rows.All(row => row.Length == longest) ? null : tensor(rows.Select(row => (long)row.Length).ToArray()).to(device);
        var type = model.Module.parameters().First().dtype;
        return model.forward(tensor(values, [rows.Count, longest, head.Inputs]).to(type).to(device), lengths);
    }
}
