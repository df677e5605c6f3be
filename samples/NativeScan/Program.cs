// A selective scan without TorchSharp, as a native program:
//   dotnet publish samples/NativeScan -c Release && artifacts/publish/NativeScan/release/native-scan
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.SelectiveScans;

KernelThreads.Use(static () => 2);
var shape = new SelectiveScanShape(Batch: 2, Length: 256, Features: 64, State: 16);
var operands = new SelectiveScanOperands
{
    U = Draw(1, shape.Inputs),
    Delta = Draw(2, shape.Inputs),
    A = Draw(3, (long)shape.Features * shape.State, scale: -1),
    B = Draw(4, shape.Weights),
    C = Draw(5, shape.Weights),
    Softplus = true,
};

float[] output = new float[shape.Inputs], lastState = new float[shape.States];
SelectiveScanKernel.Forward(shape, operands, output, lastState);

double[] expected = new double[shape.Inputs], expectedState = new double[shape.States];
SelectiveScanReference.Forward(shape, operands, expected, expectedState);

double difference = output.Zip(expected, (fused, reference) => Math.Abs(fused - reference)).Max();
double greatest = expected.Max(Math.Abs);
Console.WriteLine($"{output.Length:N0} outputs; the kernel and the reference differ by at most {difference / greatest:0.0e+0} of the greatest output.");
return difference <= 1e-5 * greatest ? 0 : 1;

// Random numbers between 0 and the scale.
static float[] Draw(int seed, long count, float scale = 1)
{
    var random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < numbers.Length; i++)
    {
        numbers[i] = scale * (float)random.NextDouble();
    }

    return numbers;
}
