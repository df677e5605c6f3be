// Predicts with a trained model. The folder has all that is needed: neither the training's data nor its task is read.
//   dotnet run -c Release --project samples/Prediction -- FOLDER "what a lovely idea" "it rained all day"
// FOLDER is the folder of a run of Mood. If it does not exist, the sample first trains a model and keeps it there (SAMPLE_STEPS, 200).
using System.Globalization;
using Samples;
using SerpentDsl.Tasks.Predictions;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: FOLDER TEXT...");
    return 2;
}

if (!Directory.Exists(args[0]))
{
    MoodTraining.Train(args[0], int.Parse(Environment.GetEnvironmentVariable("SAMPLE_STEPS") ?? "200", CultureInfo.InvariantCulture));
}

using var predictor = Predictor.Load<Mood>(args[0]);
PredictionRow[] rows = [.. args.Skip(1).Select(PredictionRow.Of)];
foreach (var (text, answer) in args.Skip(1).Zip(predictor.Predict(rows)))
{
    var note = answer.IsCut ? " (its end was not read)" : "";
    Console.WriteLine(FormattableString.Invariant($"{answer.Label} ({answer.Probability:P0}): {text}{note}"));
}

return 0;
