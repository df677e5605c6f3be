// A backend of one's own (Oscillator.cs, OscillatorBranchAttribute.cs) in a declared model (Forecast.cs):
//   dotnet run -c Release --project samples/OwnBackend                         300 steps
//   dotnet run -c Release --project samples/OwnBackend -- 20
using System.Globalization;
using Samples;
using SerpentDsl.Autograd;
using SerpentDsl.Verification;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var steps = args.Length > 0 ? int.Parse(args[0]) : 300;

// Is the layer right? The three forms are compared, gradients, causality, padding and the stated parameters are tested.
var report = ArchitectureVerifier.Verify(Forecast.Spec);
foreach (var check in report.Checks)
{
    Console.WriteLine($"{check.Verdict,-10} {check.Name} {check.Detail}");
}

// Two sine waves, each with a phase of its own in every sequence: [batch, length + 1, 1].
manual_seed(1);
var random = new Random(1);
using var model = new Forecast();
using var optimizer = optim.AdamW(model.parameters(), lr: 4e-3);
for (var step = 1; step <= steps; step++)
{
    using var scope = NewDisposeScope();
    var signal = Draw(random, batch: 16, length: 129);
    var (input, target) = (signal.narrow(1, 0, 128), signal.narrow(1, 1, 128));
    var loss = nn.functional.mse_loss(model.forward(input, null), target);
    optimizer.zero_grad();
    BackwardPass.Run(loss);
    optimizer.step();
    if (step % 50 == 0 || step == steps)
    {
        Console.WriteLine($"step {step}: mean squared error {loss.item<float>():F4}");
    }
}

// The trained model as a stream: one value in, one prediction out, in constant memory.
using (NewDisposeScope())
using (no_grad())
{
    model.eval();
    using var state = model.NewState(batch: 1);
    var signal = Draw(random, batch: 1, length: 64);
    var whole = model.forward(signal, null);
    var greatest = 0f;
    for (var t = 0; t < 64; t++)
    {
        var difference = (model.Step(signal.select(1, t), state) - whole.select(1, t)).abs().max().item<float>();
        greatest = float.Max(greatest, difference);
    }

    Console.WriteLine($"64 steps of {state.Bytes} bytes of state differ from the whole sequence by at most {greatest:0.0e+0}");
}

return report.Passed ? 0 : 1;

static Tensor Draw(Random random, int batch, int length)
{
    var values = new float[batch * length];
    for (var row = 0; row < batch; row++)
    {
        var (first, second) = (random.NextSingle() * float.Tau, random.NextSingle() * float.Tau);
        for (var t = 0; t < length; t++)
        {
            values[(row * length) + t] = float.Sin(first + (0.3f * t)) + (0.5f * float.Sin(second + (0.77f * t)));
        }
    }

    return tensor(values, [batch, length, 1]);
}
