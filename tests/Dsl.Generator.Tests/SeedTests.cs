using System.Reflection;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>What a seed decides.</summary>
[Collection(AloneCollection.Name)]
public sealed class SeedTests
{
    [Fact]
    public void Two_models_of_one_seed_are_equal()
    {
        var assembly = GeneratedAssembly.Compile(Declared.Tiny);
        using var one = Seeded(assembly);
        using var two = Seeded(assembly);
        foreach (((var name, var first), (var _, var second)) in one.Module.named_parameters().Zip(two.Module.named_parameters()))
        {
            Assert.True(first.Equals(second), name);
        }
    }

    private static ISequenceClassifier Seeded(Assembly assembly)
    {
        manual_seed(17);
        return GeneratedAssembly.Create(assembly, "Demo.Tiny");
    }
}
