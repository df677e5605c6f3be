using System.Reflection;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using SerpentDsl.Verification;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The example of <c>docs/guide/backends.md</c> compiles without a warning and does what the page says.</summary>
public sealed class BackendPageTests
{
    private static readonly Lazy<Assembly> s_compiled = new(() => GeneratedAssembly.Compile(Example));

    private static string Example => Assert.Single(MarkdownPage.Examples("docs", "guide", "backends.md"));

    [Fact]
    public void The_example_has_less_than_60_lines() => Assert.InRange(MarkdownPage.Lines(Example), 1, 59);

    [Fact]
    public void The_model_keeps_what_it_promises()
    {
        var spec = GeneratedAssembly.SpecOf(s_compiled.Value, "MyModels.Averages");
        var report = ArchitectureVerifier.Verify(spec, new VerificationOptions { Length = 40 });

        // The page's layer keeps the Chunk of the base class, which takes steps and so records no gradient.
        Assert.All(
            report.Checks,
            check => Assert.True(
                check.Verdict == (check.Name == "gradients through pieces" ? Verdict.NotApplicable : Verdict.Passed),
                $"{check.Name}: {check.Verdict}, {check.Error} {check.Detail}"));

        LayerSpec layer = spec.Layers.Single(layer => layer.Name == "blocks.1.branch1_ssm");
        Assert.Equal(("MovingAverage", 16, 128 * 16 * ((15 * 7) + 23)), (layer.Kind, layer.Parameters, layer.Flops));
        Assert.Contains(spec.Layers, layer => layer.Name == "blocks.1.branch1_compression");
    }

    [Fact]
    public void The_layer_is_a_moving_average()
    {
        using var scope = NewDisposeScope();
        using var layer = (StreamingLayer)Activator.CreateInstance(
            s_compiled.Value.GetType("MyModels.MovingAverage", throwOnError: true)!, 2, 4.0)!;
        layer.to(ScalarType.Float64);
        double[] input = [3, -1, 4, 1, -5, 9, 2, -6];
        var y = layer.forward(tensor(input).reshape(1, 4, 2), null);

        double decay = Math.Pow(2, -0.25), first = 0, second = 0;
        List<double> expected = [];
        for (var i = 0; i < input.Length; i += 2)
        {
            first = (decay * first) + ((1 - decay) * input[i]);
            second = (decay * second) + ((1 - decay) * input[i + 1]);
            expected.AddRange([first, second]);
        }

        // The decay starts as a float32.
        Assert.Equal(expected, y.flatten().data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
