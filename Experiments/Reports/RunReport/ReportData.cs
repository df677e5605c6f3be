using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>The data of a report's interactive charts, as JSON.</summary>
internal static class ReportData
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new SixDigits() },
    };

    /// <summary>
    /// Writes the JSON. The serializer escapes &lt; and &gt;, so that no text can end the script element that holds the JSON.
    /// </summary>
    public static string Write(IReadOnlyList<ReportRun> runs, IReadOnlyList<ReportChart> charts) => JsonSerializer.Serialize(
        new
        {
            Runs = runs.Select(run => new
            {
                run.Label,
                Places = new Dictionary<string, object>
                {
                    [ReportChart.AtSteps] = Places(run, [.. run.Metrics.Steps.Select(step => (step.Step, step.Seconds))]),
                    [ReportChart.AtValidations] = Places(
                        run, [.. run.Metrics.Validations.Select(evaluation => (evaluation.Step, evaluation.Seconds))]),
                },
            }),
            Charts = charts,
        },
        s_options);

    private static object Places(ReportRun run, (int Step, double Seconds)[] places) => new
    {
        Step = places.Select(place => place.Step),
        Epoch = places.Select(place => (double?)place.Step / run.StepsPerEpoch),
        Seconds = places.Select(place => place.Seconds),
    };

    /// <summary>Rounds numbers to six digits, which is more precise than a chart can show and a third of the bytes.</summary>
    private sealed class SixDigits : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture));
    }
}
