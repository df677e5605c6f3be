using System.Reflection;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using SerpentDsl.Ssm;
using SerpentDsl.Verification;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Every form of S5 and Liquid-S4, and S4D with shared systems, as a branch: compiled, sized, run, compressed or not.</summary>
public sealed class SsmBranchTests
{
    private const int Features = 8;

    private static readonly string s_causalHead =
        $"[LanguageModel(vocabulary: 20, contextLength: 128)]\n[Backbone(features: {2 * Features}, depth: 1, Norm = Norm.Rms)]\n";

    public static TheoryData<string> Branches =>
    [
        "S4DBranch(StateSize = 8, Copies = 4, DeltaTied = false)",
        "S4DBranch(StateSize = 6, Copies = 2, DeltaTied = false, Initialisation = Initialisation.Diagonal, Bidirectional = false)",
        "S5Branch",
        "S5Branch(StateSize = 16, BlockSize = 2, Activation = S5Activation.None)",
        "S5Branch(StateSize = 16, BlockSize = 2, Activation = S5Activation.Gelu, Bidirectional = false)",
        "S5Branch(StateSize = 16, BlockSize = 4, Activation = S5Activation.HalfGlu2, ConjugateSymmetry = false, Discretisation = "
            + "Discretisation.Bilinear)",
        "S5Branch(StateSize = 16, BlockSize = 16, Activation = S5Activation.FullGlu, Preset = S5Preset.Clean, Bidirectional = false, "
            + "OutputInitialisation = S5OutputInitialisation.ComplexNormal)",
        "S5Branch(StateSize = 6, BlockSize = 2, OptimizerGroups = S5OptimizerGroups.NoDecay, GlobalDelta = true, ClipEigenvalues = true)",
        "LiquidS4Branch",
        "LiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.KB, Order = 3, Bidirectional = false)",
        "LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.PB, Order = 4, Contraction = LiquidContraction.Tanh)",
        "LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.Exact)",
        "OfficialLiquidS4Branch",
        "OfficialLiquidS4Branch(StateSize = 7, Order = 3, Bidirectional = false)",
        "OfficialLiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.KB, AllCombinations = false, Copies = 2, Initialisation = "
            + "Initialisation.LegT, Rank = 2, Contraction = LiquidContraction.LecunTanh)",
    ];

    [Theory]
    [InlineData("S4DBranch(StateSize = 8, Copies = 4, DeltaTied = false)")]
    [InlineData("S5Branch(StateSize = 16, BlockSize = 4)")]
    [InlineData(
        "S5Branch(StateSize = 6, BlockSize = 6, ConjugateSymmetry = false, Discretisation = Discretisation.Bilinear, Activation = "
            + "S5Activation.FullGlu)")]
    [InlineData("LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.KB, Order = 3)")]
    [InlineData("LiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 4)")]
    [InlineData("LiquidS4Branch(StateSize = 8, Kernel = LiquidKernel.Exact, Contraction = LiquidContraction.Tanh)")]
    public void In_a_causal_model_all_forms_compute_one_function(string branch)
    {
        var assembly = GeneratedAssembly.Compile(Declared.Class(s_causalHead + WithCompression(branch)));
        var report = ArchitectureVerifier.Verify(
            GeneratedAssembly.SpecOf(assembly, "Demo.Model"), new VerificationOptions { GradientSamples = 1 });
        Assert.All(
            report.Checks.Where(check => check.Name != "state bytes"),
            check => Assert.True(check.Verdict == Verification.Verdict.Passed, $"{check}"));
        Assert.True(report.Passed, $"{report.Checks.Single(check => check.Name == "state bytes")}");
    }

    public static TheoryData<string, int, int> States
    {
        get
        {
            var states = new TheoryData<string, int, int>();
            foreach (var kernel in Enum.GetValues<LiquidKernel>())
            {
                states.Add(nameof(LiquidS4), (int)kernel, 2);
                states.Add(nameof(LiquidS4), (int)kernel, 4);
            }

            states.Add(nameof(S5), 0, 0);
            states.Add(nameof(S5), 1, 0);
            return states;
        }
    }

    private static EquatableArray<(string Name, long Value)> Kernels =>
        Enum.GetValues<LiquidKernel>().Select(kernel => ($"{kernel}", (long)kernel)).ToEquatableArray();

    /// <param name="layer">The layer class.</param>
    /// <param name="option">Its kernel, or whether it has conjugate symmetry.</param>
    /// <param name="order">Its order, if it has one.</param>
    [Theory]
    [MemberData(nameof(States))]
    public void The_state_is_the_one_that_is_stated(string layer, int option, int order)
    {
        var names = new Dictionary<string, ExpressionName>
        {
            ["Features"] = 5,
            ["StateSize"] = 6,
            ["Order"] = order,
            ["Kernel"] = new(option, Kernels),
            ["ConjugateSymmetry"] = option,
        };
        using StreamingLayer module = layer == nameof(S5)
            ? new S5(
                5,
                false,
                6,
                2,
                option == 1,
                Discretisation.Bilinear,
                S5OutputInitialisation.LecunNormal,
                false,
                1e-3,
                1e-1,
                S5Activation.None,
                S5Preset.Clean,
                S5OptimizerGroups.Standard,
                false,
                1e-3)
            : new LiquidS4(5, false, 6, (LiquidKernel)option, order, LiquidContraction.None, 1e-3, 1e-1, 1e-3, Activation.Gelu);
        using var state = module.NewState(1);
        var stated = module.GetType().GetCustomAttributes<LayerStateAttribute>()
            .Select(
                tensor => (
                    tensor.Name, Shape: tensor.Shape.Select(dimension => ExpressionEvaluator.Evaluate(dimension, names).Value).ToArray()))
            .Where(tensor => !tensor.Shape.Contains(0))
            .Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]");
        var real = state.All().Select(
            tensor =>
                $"{tensor.Path} "
                    + $"[{string.Join(", ", tensor.Value.is_complex() ? [.. tensor.Value.shape[1..], 2] : tensor.Value.shape[1..])}]");
        Assert.Equal(real, stated);
    }

    [Fact]
    public void The_official_Liquid_S4_is_kept_out_of_a_causal_model()
    {
        var found = Assert.Single(Compilations.Report(Declared.Class(s_causalHead + "[OfficialLiquidS4Branch(Bidirectional = false)]")));
        Assert.Equal("SDSL121", found.Id);
        Assert.Contains("OfficialLiquidS4", found.GetMessage());
    }

    [Theory]
    [MemberData(nameof(Branches))]
    public void It_has_the_size_that_is_stated_and_trains(string branch)
    {
        var assembly = GeneratedAssembly.Compile(
            Declared.Classifier($"[Backbone(features: {2 * Features}, depth: 1)]\n{WithCompression(branch)}"));
        var spec = GeneratedAssembly.SpecOf(assembly, "Demo.Model");
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = (ISequenceClassifier)spec.Create();
        Assert.All(spec.Layers, layer => Assert.Equal(
            layer.Parameters,
            model.Module.named_parameters().Where(
                entry => entry.name.StartsWith(layer.Name + ".", StringComparison.Ordinal)).Sum(entry => entry.parameter.numel())));
        Assert.All(
            spec.Layers.Where(layer => layer.Name.EndsWith("_ssm", StringComparison.Ordinal)), layer => Assert.True(layer.Flops > 0));

        Tensor tokens = randint(1, 20, [4, 24], ScalarType.Int64),
            lengths = tensor([24L, 9L, 1L, 17L]),
            labels = randint(0, 10, [4], ScalarType.Int64);
        optim.Optimizer optimizer = optim.AdamW(model.Module.parameters(), lr: 0.02);
        List<float> losses = [];
        for (var step = 0; step < 12; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(tokens, lengths), labels);
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

    /// <summary>The branch, and once more with compression.</summary>
    private static string WithCompression(string branch)
    {
        var options = branch.Contains('(', StringComparison.Ordinal) ? branch[..^1] + ", " : branch + "(";
        return $"[{branch}]\n[{options}CompressionRate = 0.5, WindowSize = 3)]";
    }
}
