using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>Copies a golden file's parameters to a module, and compares the module's gradients with the file's.</summary>
public static class FixtureParameters
{
    /// <summary>Copies the value of every parameter of the module from the file, which must have all of them in the same shape.</summary>
    /// <param name="fixture">The golden file.</param>
    /// <param name="module">The module; its element type stays the same.</param>
    /// <param name="prefix">Prefix of the parameters' names in the file, such as <c>param.</c> or <c>param.layer.</c>.</param>
    /// <param name="rename">Converts a parameter's name in the module to the name in the file; null: the names are equal.</param>
    public static void Load(Fixture fixture, nn.Module module, string prefix = "param.", Func<string, string>? rename = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((var name, Tensor parameter) in module.named_parameters())
        {
            Copy(fixture, prefix + (rename?.Invoke(name) ?? name), parameter);
        }
    }

    /// <summary>Copies one tensor of the file; the shapes must be equal.</summary>
    public static void Copy(Fixture fixture, string name, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var value = fixture.Tensor(name);
        Assert.True(value.shape.SequenceEqual(target.shape),
            $"{fixture.Name}: '{name}' has shape [{string.Join(", ", value.shape)}], the module's parameter [{string.Join(", ", target.shape)}].");
        target.copy_(value);
    }

    /// <summary>Fails unless every parameter's gradient agrees with the file's.</summary>
    /// <param name="fixture">The golden file.</param>
    /// <param name="module">The module, after a backward pass.</param>
    /// <param name="prefix">Prefix of the gradients' names in the file, such as <c>grad.</c>.</param>
    /// <param name="rename">Converts a parameter's name in the module to the name in the file; null: the names are equal.</param>
    public static void AssertGradients(Fixture fixture, nn.Module module, string prefix = "grad.", Func<string, string>? rename = null)
    {
        foreach ((var name, Tensor parameter) in module.named_parameters())
        {
            Tolerance.AssertClose(fixture, prefix + (rename?.Invoke(name) ?? name), parameter.grad);
        }
    }
}
