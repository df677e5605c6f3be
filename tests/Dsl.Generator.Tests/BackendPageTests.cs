using System.Reflection;
using System.Text.RegularExpressions;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The example of <c>docs/backends.md</c> compiles without a warning and does what the page says.</summary>
public sealed partial class BackendPageTests
{
    [Fact]
    public void The_example_works()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("docs", "backends.md"));
        Assembly assembly = GeneratedAssembly.Compile(Example().Match(page).Groups[1].Value);
        ArchitectureSpec spec = GeneratedAssembly.SpecOf(assembly, "Mine.Mixed");
        LayerSpec layer = spec.Layers.Single(layer => layer.Name == "blocks.1.branch1_ssm");
        Assert.Equal(("ShortConvolution", 8 * 16, 2 * 256 * 8 * 16), (layer.Kind, layer.Parameters, layer.Flops));

        using DisposeScope scope = NewDisposeScope();
        using var model = (ISequenceClassifier)spec.Create();
        Tensor tokens = randint(1, 20, [2, 30], ScalarType.Int64), lengths = tensor([30L, 11L]);
        Tensor logits = model.forward(tokens, lengths);
        Assert.Equal([2, 10], logits.shape);
        logits.sum().backward();
        Assert.All(model.Module.named_parameters(), entry => Assert.True(entry.parameter.grad is not null, entry.name));
        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
    }

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
