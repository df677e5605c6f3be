using System.Globalization;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Predictions;

/// <summary>Writes predictions as JSON Lines: the kept cells, the class with its probability, and the probabilities by name.</summary>
/// <param name="target">What is written to; stays open.</param>
/// <param name="kept">Names of the kept columns.</param>
/// <param name="top">Number of most probable classes to write; null: all.</param>
internal sealed class JsonPredictionWriter(TextWriter target, IReadOnlyList<string> kept, int? top) : PredictionWriter(target, kept)
{
    public override void Write(IReadOnlyList<string?> cells, Prediction prediction)
    {
        var line = new JsonObject();
        foreach (var (name, cell) in Kept.Zip(cells))
        {
            line[name] = cell;
        }

        if (prediction.Label is { } label)
        {
            line[Names.Label] = label;
            line[Names.Probability] = Number(prediction.Probability!.Value);
            line[Names.Probabilities] = new JsonObject(
                prediction.Classes.Take(top ?? int.MaxValue).Select(entry => KeyValuePair.Create(entry.Label, Number(entry.Probability))));
        }

        foreach (var value in prediction.Values)
        {
            line[Names.Free(value.Name)] = Number(value.Value);
        }

        if (prediction.IsCut)
        {
            line[Names.Cut] = true;
        }

        Target.Write($"{line.ToJsonString(JsonSettings.Line)}\n");
    }

    private static JsonNode? Number(double number) => double.Parse(Text(number), CultureInfo.InvariantCulture);
}
