using Microsoft.AspNetCore.Http;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Serving;

/// <summary><c>POST /predict</c>: answers one row, or several.</summary>
/// <param name="model">The model.</param>
/// <param name="limits">What is taken from clients.</param>
internal sealed class PredictEndpoint(ServedModel model, ServingLimits limits)
{
    private const string Top = "top";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (model.Predictor is not { } predictor)
        {
            throw new RequestException(404, $"{model.Architecture.Name} continues text: send a prompt to POST /generate.");
        }

        var (one, several) = FieldsOf(predictor.Input);
        var fields = await RequestFields.ReadAsync(context.Request, limits.MaxBodyBytes, [.. one, several, Top]);
        var top = fields.Whole(Top) ?? int.MaxValue;
        if (top < 1)
        {
            throw new RequestException(400, $"'{Top}' is {top}; it must be at least 1.");
        }

        var isOne = one.Any(fields.Has);
        if (isOne == fields.Has(several))
        {
            throw new RequestException(
                400, $"The body must have {string.Join(" and ", one.Select(name => $"'{name}'"))}, or '{several}' for several rows.");
        }

        var rows = isOne ? new[] { RowOf(fields, predictor) } : RowsOf(fields, several, predictor);
        RequireRows(rows.Length, several);
        RequireLengths(rows, predictor);
        var predictions = await model.PredictAsync(rows, context.RequestAborted);
        PredictionJson[] answers = [.. predictions.Select(prediction => PredictionJson.Of(prediction, top))];
        object answer = isOne ? answers[0] : new { Predictions = answers };
        await context.Response.WriteAsJsonAsync(answer, ServingJson.Options, context.RequestAborted);
    }

    /// <summary>The fields of one row, and that of several.</summary>
    internal static (string[] One, string Several) FieldsOf(PredictionInput input) => input switch
    {
        PredictionInput.Text => (["text"], "texts"),
        PredictionInput.Pair => (["first", "second"], "pairs"),
        _ => (["series"], "manySeries"),
    };

    private static PredictionRow RowOf(RequestFields fields, Predictor predictor) => predictor.Input switch
    {
        PredictionInput.Text => PredictionRow.Of(fields.Text("text")!),
        PredictionInput.Pair => PredictionRow.Of(Needed(fields, "first"), Needed(fields, "second")),
        _ => PredictionRow.Of(fields.Series("series", predictor.Columns!.Count)!),
    };

    private static PredictionRow[] RowsOf(RequestFields fields, string several, Predictor predictor) => predictor.Input switch
    {
        PredictionInput.Text => [.. fields.Texts(several)!.Select(PredictionRow.Of)],
        PredictionInput.Pair => [.. fields.Pairs(several)!.Select(pair => PredictionRow.Of(pair.First, pair.Second))],
        _ => [.. fields.ManySeries(several, predictor.Columns!.Count)!.Select(series => PredictionRow.Of(series))],
    };

    private static string Needed(RequestFields fields, string name) =>
        fields.Text(name) ?? throw new RequestException(400, $"'{name}' is missing.");

    private void RequireRows(int rows, string several)
    {
        if (rows == 0)
        {
            throw new RequestException(400, $"'{several}' is empty; it must have at least one row.");
        }

        if (rows > limits.MaxRows)
        {
            throw new RequestException(413, $"'{several}' has {rows:N0} rows; at most {limits.MaxRows:N0} are taken at once.");
        }
    }

    private void RequireLengths(PredictionRow[] rows, Predictor predictor)
    {
        var most = Math.Min(limits.MaxLength ?? int.MaxValue, predictor.MaxLength);
        for (var i = 0; i < rows.Length; i++)
        {
            var where = rows.Length > 1 ? $"Row {i + 1}" : "The row";
            try
            {
                var length = predictor.LengthOf(rows[i]);
                if (length > most)
                {
                    throw new RequestException(413, $"{where} has {length:N0} tokens; at most {most:N0} are taken.");
                }
            }
            catch (Exception problem) when (problem is ArgumentException or FormatException or Tasks.TaskDataException)
            {
                throw new RequestException(400, rows.Length > 1 ? $"{where}: {problem.Message}" : problem.Message);
            }
        }
    }
}
