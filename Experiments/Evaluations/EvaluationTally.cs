using System.Collections;
using SerpentDsl.Experiments.Objectives;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>Sums the results of batches. Every prediction has the same weight, however the batches are cut.</summary>
internal sealed class EvaluationTally
{
    private readonly List<(int Row, bool IsRight)> _outcomes = [];
    private double _loss;
    private double _batchPerplexity;
    private int _batches;
    private long _predictions;
    private long? _right;
    private RegressionErrors? _errors;
    private long? _rightInFive;
    private long? _bytes;

    /// <summary>Adds a batch.</summary>
    /// <param name="result">The model's result on the batch.</param>
    /// <param name="rows">Indices in the split of the batch's rows.</param>
    public void Add(BatchResult result, ReadOnlySpan<int> rows)
    {
        var loss = result.Loss.to(ScalarType.Float64).item<double>();
        _loss += loss * result.Predictions;
        _batchPerplexity += Math.Exp(loss);
        _batches++;
        _predictions += result.Predictions;
        _right = result.Right is { } right ? right + (_right ?? 0) : _right;
        _errors = result.Errors?.Plus(_errors) ?? _errors;
        _rightInFive = result.RightInFive is { } five ? five + (_rightInFive ?? 0) : _rightInFive;
        _bytes = result.Bytes is { } bytes ? bytes + (_bytes ?? 0) : _bytes;
        if (result.Answers is { } answers)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                _outcomes.Add((rows[i], answers[i].Label == answers[i].Predicted));
            }
        }
    }

    /// <summary>The means over all batches.</summary>
    /// <param name="rows">Number of rows that were read.</param>
    /// <param name="words">Number of words among the predictions; null if unknown.</param>
    public Evaluation Finish(int rows, long? words) =>
        new(rows, _loss / _predictions, (double?)_right / _predictions, (double?)_rightInFive / _predictions)
        {
            Rmse = _errors?.Rmse,
            Mae = _errors?.Mae,
            R2 = _errors?.R2,
            BatchPerplexity = _rightInFive is null ? null : _batchPerplexity / _batches,
            BitsPerByte = _bytes > 0 ? _loss / Math.Log(2) / _bytes : null,
            WordPerplexity = words > 0 ? Math.Exp(_loss / words.Value) : null,
            Outcomes = _outcomes.Count == 0
            ? null
            : new BitArray([.. _outcomes.OrderBy(outcome => outcome.Row).Select(outcome => outcome.IsRight)]),
        };
}
