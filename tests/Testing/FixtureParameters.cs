using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>Moves a fixture's parameters into a module and compares its gradients.</summary>
public static class FixtureParameters
{
    /// <summary>Copies the fixture's value into every parameter of the module; each must be there, in the same shape.</summary>
    /// <param name="fixture">The file.</param>
    /// <param name="module">The module; keeps its element type.</param>
    /// <param name="prefix">Stands before the parameter's name in the file, such as <c>param.</c> or <c>param.layer.</c>.</param>
    /// <param name="rename">Turns the module's name of a parameter into the file's; null: they are the same.</param>
    public static void Load(Fixture fixture, nn.Module module, string prefix = "param.", Func<string, string>? rename = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((var name, Tensor parameter) in module.named_parameters())
        {
            Copy(fixture, prefix + (rename?.Invoke(name) ?? name), parameter);
        }
    }

    /// <summary>Copies one tensor of the fixture; the shapes must be equal.</summary>
    public static void Copy(Fixture fixture, string name, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var value = fixture.Tensor(name);
        Assert.True(value.shape.SequenceEqual(target.shape),
            $"{fixture.Name}: '{name}' has shape [{string.Join(", ", value.shape)}], the module's parameter "
                + $"[{string.Join(", ", target.shape)}].");
        target.copy_(value);
    }

    /// <summary>Fails unless every parameter's gradient agrees with the file's.</summary>
    /// <param name="fixture">The file.</param>
    /// <param name="module">The module, after backward.</param>
    /// <param name="prefix">Stands before the parameter's name in the file, such as <c>grad.</c>.</param>
    /// <param name="rename">Turns the module's name of a parameter into the file's; null: they are the same.</param>
    public static void AssertGradients(Fixture fixture, nn.Module module, string prefix = "grad.", Func<string, string>? rename = null)
    {
        foreach ((var name, Tensor parameter) in module.named_parameters())
        {
            Tolerance.AssertClose(fixture, prefix + (rename?.Invoke(name) ?? name), parameter.grad);
        }
    }
}
