using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Models.Branches;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Training;

/// <summary>
/// A training loop with <c>using</c> on every tensor and no dispose scope. Gradients are set to zero by the module: the optimizer of
/// TorchSharp leaves a tensor alive for each parameter.
/// </summary>
public sealed class ScopeFreeTests
{
    public static TheoryData<string> Models => [.. s_specs.Keys];

    private static readonly Dictionary<string, ArchitectureSpec> s_specs = new[]
    {
        OfMamba.Spec, OfMamba2.Spec, OfMamba3.Spec, OfGla.Spec, OfGateLoop.Spec, OfGatedRnn.Spec, OfLinearCde.Spec,
        OfS4D.Spec, OfSharedS4D.Spec, OfS4.Spec, OfS5.Spec, OfLiquidS4.Spec, OfResampled.Spec, TinyMambaLm.Spec,
    }.ToDictionary(spec => spec.Name);

    [Theory]
    [MemberData(nameof(Models))]
    public void No_tensor_stays_alive(string name)
    {
        using var made = s_specs[name].Create();
        var model = (ILanguageModel)made;
        using var optimizer = optim.AdamW(made.Module.parameters(), 1e-4);
        using var tokens = randint(0, 16, [2, 24], dtype: ScalarType.Int64);
        made.Module.train();
        LeakCheck.AssertFlat(
            () =>
            {
                made.Module.zero_grad();
                using var logits = model.forward(tokens, null);
                using var loss = logits.mean();
                loss.backward();
                using var nothing = optimizer.step();
            },
            steps: 12,
            warmUp: 4);
    }
}
