using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests.Facts.Traced;

/// <summary>The operations that layers state, against those that a running model asks libtorch for.</summary>
public sealed class FlopTests
{
    /// <summary>How far a statement may be off: formulas leave small terms out, and transforms run at the next fast size.</summary>
    private const double Tolerance = 0.1;

    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forward_pass_takes_the_operations_that_its_layers_state(string name)
    {
        ArchitectureSpec spec = DeclaredArchitectures.Find(name);
        using ISequenceModel model = spec.Create();
        model.Module.train();
        ModelRun.KeepAllPoints(model.Module);
        using var noGradient = no_grad();

        double counted = FlopCounter.Count(() => ModelRun.Forward(model, spec.Head, 1, spec.Head.MaxLength).Dispose());
        double stated = spec.Layers.Sum(layer => layer.Flops);
        Assert.InRange(stated / counted, 1 - Tolerance, 1 + Tolerance);
        Assert.Equal((long)double.Ceiling(3 * stated / spec.Head.MaxLength), spec.Facts.TrainingFlops);
    }
}
