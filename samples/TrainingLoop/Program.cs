// A training loop of one's own over a declared model:
//   dotnet run -c Release --project samples/TrainingLoop                       300 steps, some seconds
//   dotnet run -c Release --project samples/TrainingLoop -- 20 weights.safetensors
using System.Globalization;
using Samples;
using SerpentDsl.Io;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var steps = args.Length > 0 ? int.Parse(args[0]) : 300;
var file = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "majority.safetensors");

manual_seed(1);                                                                  // the same initial parameters in every run
var random = new Random(1);
using var model = new Majority();
using var test = SymbolBatch.Draw(random, 500, SymbolBatch.MostFrequent);
using var optimizer = Training.Optimizer(model, learningRate: 4e-3);
Console.WriteLine($"{Majority.Spec.Parameters:N0} parameters; untrained accuracy {Training.Accuracy(model, test):P1}");

for (var step = 1; step <= steps; step++)
{
    using var batch = SymbolBatch.Draw(random, 32, SymbolBatch.MostFrequent);
    var loss = Training.Step(model, optimizer, batch);
    if (step % 50 == 0 || step == steps)
    {
        Console.WriteLine($"step {step}: loss {loss:F3}, accuracy {Training.Accuracy(model, test):P1}");
    }
}

ModuleState.Save(model, file);
Console.WriteLine($"saved {file}");
