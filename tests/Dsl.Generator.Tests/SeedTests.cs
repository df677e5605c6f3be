using System.Reflection;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>What a seed decides.</summary>
[Collection(AloneCollection.Name)]
public sealed class SeedTests
{
    [Fact]
    public void Two_models_of_one_seed_are_equal()
    {
        Assembly assembly = GeneratedAssembly.Compile(Declared.Tiny);
        using ISequenceClassifier one = Seeded(assembly);
        using ISequenceClassifier two = Seeded(assembly);
        foreach (((string name, Parameter first), (string _, Parameter second)) in one.Module.named_parameters().Zip(two.Module.named_parameters()))
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
