using System.Reflection;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Every form of S5 and Liquid-S4 as a branch: compiled, sized, run, with and without compression.</summary>
public sealed class SsmBranchTests
{
    private const int Features = 8;

    public static TheoryData<string> Branches =>
    [
        "S5Branch",
        "S5Branch(StateSize = 16, BlockSize = 2, Activation = S5Activation.None)",
        "S5Branch(StateSize = 16, BlockSize = 2, Activation = S5Activation.Gelu, Bidirectional = false)",
        "S5Branch(StateSize = 16, BlockSize = 4, Activation = S5Activation.HalfGlu2, ConjugateSymmetry = false, Discretisation = Discretisation.Bilinear)",
        "S5Branch(StateSize = 16, BlockSize = 16, Activation = S5Activation.FullGlu, Preset = S5Preset.Clean, Bidirectional = false, OutputInitialisation = S5OutputInitialisation.ComplexNormal)",
        "S5Branch(StateSize = 6, BlockSize = 2, OptimizerGroups = S5OptimizerGroups.NoDecay, GlobalDelta = true, ClipEigenvalues = true)",
        "LiquidS4Branch",
        "LiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.KB, Order = 3, Bidirectional = false)",
        "LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.PB, Order = 4, Contraction = LiquidContraction.Tanh)",
        "LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.Exact)",
        "OfficialLiquidS4Branch",
        "OfficialLiquidS4Branch(StateSize = 7, Order = 3, Bidirectional = false)",
        "OfficialLiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.KB, AllCombinations = false, Copies = 2, Initialisation = Initialisation.LegT, Rank = 2, Contraction = LiquidContraction.LecunTanh)",
    ];

    [Theory]
    [MemberData(nameof(Branches))]
    public void It_has_the_size_that_is_stated_and_trains(string branch)
    {
        string compressing = $"{(branch.Contains('(', StringComparison.Ordinal) ? branch[..^1] + ", " : branch + "(")}CompressionRate = 0.5, WindowSize = 3)";
        Assembly assembly = GeneratedAssembly.Compile(Declared.Classifier($"[Backbone(features: {2 * Features}, depth: 1)]\n[{branch}]\n[{compressing}]"));
        ArchitectureSpec spec = GeneratedAssembly.SpecOf(assembly, "Demo.Model");
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using var model = (ISequenceClassifier)spec.Create();
        Assert.All(spec.Layers, layer => Assert.Equal(
            layer.Parameters,
            model.Module.named_parameters().Where(entry => entry.name.StartsWith(layer.Name + ".", StringComparison.Ordinal)).Sum(entry => entry.parameter.numel())));
        Assert.All(spec.Layers.Where(layer => layer.Name.EndsWith("_ssm", StringComparison.Ordinal)), layer => Assert.True(layer.Flops > 0));

        Tensor tokens = randint(1, 20, [4, 24], ScalarType.Int64), lengths = tensor([24L, 9L, 1L, 17L]), labels = randint(0, 10, [4], ScalarType.Int64);
        optim.Optimizer optimizer = optim.AdamW(model.Module.parameters(), lr: 0.02);
        List<float> losses = [];
        for (int step = 0; step < 12; step++)
        {
            optimizer.zero_grad();
            Tensor loss = nn.functional.cross_entropy(model.forward(tokens, lengths), labels);
            loss.backward();
            if (step == 0)
            {
                Assert.All(model.Module.named_parameters(), entry => Assert.True(entry.parameter.grad is not null, entry.name));
            }

            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.8 * losses[0], string.Join(" ", losses));
    }
}
