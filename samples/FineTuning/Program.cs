// Trains a model that was trained for something else on a small data set of its own:
//   dotnet run -c Release --project samples/FineTuning                         pretrains first
//   dotnet run -c Release --project samples/FineTuning -- 40 weights.safetensors
//   dotnet run -c Release --project samples/FineTuning -- 40 weights.safetensors --freeze
// The weights are those that samples/TrainingLoop saves. The checkpoints/best.safetensors of a run can be read in the same way.
// The task is so small that a backbone from the start catches up after some more steps.
using System.Globalization;
using Samples;
using SerpentDsl.Io;
using SerpentDsl.Optimizers;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var steps = args.Length > 0 ? int.Parse(args[0]) : 40;
var weights = args.Length > 1 ? args[1] : Pretrain(8 * steps);
var freezes = args.Contains("--freeze");

// The new data set: 128 sequences for training, 500 for testing.
var random = new Random(2);
using var train = SymbolBatch.Draw(random, 128, Rarest.LeastFrequent);
using var test = SymbolBatch.Draw(random, 500, Rarest.LeastFrequent);

manual_seed(2);
using var fresh = new Rarest();
using var tuned = new Rarest();

// The head answers another question, so it keeps its fresh parameters, although those of the file have the same shape.
var load = ModuleState.LoadMatching(
    tuned, SafetensorsFile.Read(weights), weights, except: name => name.StartsWith("head.", StringComparison.Ordinal));
Console.WriteLine($"loaded the backbone of {weights}: {load.Lines().First()}");
if (freezes)
{
    FrozenParameters.Freeze(tuned, ["embedding.*", "blocks.*"]);
}

// The backbone changes ten times slower than the head, which begins from nothing.
ParameterRate[] slow = [new("*", 4e-4), new("head.*", 4e-3)];
Train("from the start  ", fresh);
Train(freezes ? "frozen backbone " : "tuned backbone  ", tuned, slow);

void Train(string label, Rarest model, params ParameterRate[] rates)
{
    using var optimizer = Training.Optimizer(model, learningRate: 4e-3, rates);
    var loss = float.NaN;
    for (var step = 0; step < steps; step++)
    {
        loss = Training.Step(model, optimizer, train);
    }

    Console.WriteLine($"{label} {steps} steps, loss {loss:F3}, test accuracy {Training.Accuracy(model, test):P1}");
}

static string Pretrain(int steps)
{
    manual_seed(1);
    var random = new Random(1);
    using var model = new Majority();
    using var optimizer = Training.Optimizer(model, learningRate: 4e-3);
    for (var step = 0; step < steps; step++)
    {
        using var batch = SymbolBatch.Draw(random, 32, SymbolBatch.MostFrequent);
        Training.Step(model, optimizer, batch);
    }

    var path = Path.Combine(Path.GetTempPath(), "pretrained.safetensors");
    ModuleState.Save(model, path);
    return path;
}
