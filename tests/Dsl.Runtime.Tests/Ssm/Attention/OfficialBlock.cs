using SerpentDsl.Layers;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The parts around a layer in the golden files: norms and feed-forward networks with the names of the official code.</summary>
internal sealed class OfficialBlock(Fixture fixture, ScalarType dtype) : IDisposable
{
    private readonly List<(nn.Module Module, Func<string, string> Name)> _modules = [];

    /// <summary>A norm with the file's parameters.</summary>
    /// <param name="kind"><c>layernorm</c>, <c>rmsnorm</c> or <c>scalenorm</c>.</param>
    /// <param name="features">Its width.</param>
    /// <param name="prefix">Names of its parameters in the file before their last part.</param>
    /// <param name="epsilon">What it adds to a variance.</param>
    public SequenceLayer Norm(string kind, long features, string prefix, double epsilon = 1e-5)
    {
        SequenceLayer norm = kind switch
        {
            "layernorm" => new SequenceLayerNorm(features, epsilon),
            "rmsnorm" => new SequenceRmsNorm(features, epsilon),
            "scalenorm" => new SequenceScaleNorm(features, epsilon),
            _ => throw new ArgumentException($"{fixture.Name} has the unknown norm '{kind}'."),
        };
        return Load(norm, name => prefix + (kind == "scalenorm" ? "scalar" : name));
    }

    /// <summary>A feed-forward network with the file's parameters.</summary>
    /// <param name="features">Width of its input.</param>
    /// <param name="width">Width of its middle.</param>
    /// <param name="activation">The function in the middle.</param>
    /// <param name="first">Name of the first linear layer in the file, with a dot.</param>
    /// <param name="second">Name of the second.</param>
    public FeedForward FeedForward(long features, long width, PointwiseFunction activation, string first, string second) => Load(
        new FeedForward(features, width, activation, dropout: 0),
        name => name.Replace("fc1.", first, StringComparison.Ordinal).Replace("fc2.", second, StringComparison.Ordinal));

    /// <summary>Gives a module the file's parameters.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The file's name of a parameter.</param>
    public T Load<T>(T module, Func<string, string> name)
        where T : nn.Module
    {
        TorchSharp.torch.nn.Module converted = TorchSharp.ModuleExtensionMethods.to(module, dtype);
        FixtureParameters.Load(fixture, converted, rename: name);
        _modules.Add((converted, name));
        return module;
    }

    /// <summary>Fails unless the gradients of all modules agree with the file's.</summary>
    public void AssertGradients()
    {
        foreach (var (module, name) in _modules)
        {
            FixtureParameters.AssertGradients(fixture, module, rename: name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (module, _) in _modules)
        {
            module.Dispose();
        }
    }
}
