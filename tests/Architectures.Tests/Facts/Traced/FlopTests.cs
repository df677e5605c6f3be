using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests.Facts.Traced;

/// <summary>The operations that layers state, against those that a running model asks libtorch for. Fused kernels ask for none, so the plain paths run.</summary>
public sealed class FlopTests
{
    /// <summary>How far a statement may be off: formulas leave small terms out, and transforms run at the next fast size.</summary>
    private const double Tolerance = 0.1;

    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    public static TheoryData<string> NamesWithPairs => [.. Names, .. LayerPairs.All.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(NamesWithPairs))]
    public void A_forward_pass_takes_the_operations_that_its_layers_state(string name)
    {
        ArchitectureSpec spec = LayerPairs.All.FirstOrDefault(pair => pair.Name == name) ?? DeclaredArchitectures.Find(name);
        using ISequenceModel model = spec.Create();
        model.Module.train();
        ModelRun.KeepAllPoints(model.Module);
        using var noGradient = no_grad();
        using IDisposable countable = FusedKernels.Off();

        double counted = FlopCounter.Count(() => ModelRun.Forward(model, spec.Head, 1, spec.Head.MaxLength).Dispose());
        double stated = spec.Layers.Sum(layer => layer.Flops);
        Assert.InRange(stated / counted, 1 - Tolerance, 1 + Tolerance);
        int sequences = model is IPairClassifier ? 2 : 1;
        Assert.Equal((long)double.Ceiling(3 * stated / spec.Head.MaxLength / sequences), spec.Facts.TrainingFlops);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_takes_the_operations_that_its_layers_state(string name)
    {
        ArchitectureSpec spec = DeclaredArchitectures.Find(name);
        using ISequenceModel model = spec.Create();
        if (model is not IStreamingModel streaming)
        {
            return;
        }

        model.Module.eval();
        ModelRun.KeepAllPoints(model.Module);
        using IDisposable countable = FusedKernels.Off();
        using StreamState state = streaming.NewState(1);
        using Tensor input = ModelRun.StepInput(spec.Head);

        // A branch that resamples emits a point in some steps only: the stated cost is that of the most expensive one.
        double most = Enumerable.Range(0, 8).Max(_ => FlopCounter.Count(() => streaming.Step(input, state).Dispose()));
        Assert.InRange(spec.Facts.Streaming!.StepFlops / most, 1 - Tolerance, 1 + Tolerance);
    }
}
