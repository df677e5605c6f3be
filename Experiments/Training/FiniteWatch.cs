using SerpentDsl.Resampling;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>Checks the outputs of all layers and all gradients for values that are not finite.</summary>
internal sealed class FiniteWatch : IDisposable
{
    private readonly List<Action> _hooks = [];
    private readonly List<string> _ran = [];
    private string? _output;

    /// <param name="model">The model; observed until this object is disposed.</param>
    public FiniteWatch(nn.Module model)
    {
        foreach (var (path, module) in model.named_modules())
        {
            Watch(path, module);
        }
    }

    /// <summary>The name of the first parameter that is not finite; null if all are finite.</summary>
    public static string? FirstOf(IEnumerable<(string Name, Parameter Parameter)> parameters) =>
        parameters.Where(member => !IsFinite(member.Parameter)).Select(member => member.Name).FirstOrDefault();

    /// <summary>
    /// Must be called after the forward and backward pass of a step. Names the first output, in the order of the layers, or else the first
    /// gradient, in the order of the backward pass, that is not finite; null if all are finite.
    /// </summary>
    public string? Find(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        var found = _output ?? parameters
            .Where(member => HasLostGradient(member.Parameter))
            .OrderByDescending(member => _ran.FindLastIndex(path => member.Name.StartsWith($"{path}.", StringComparison.Ordinal)))
            .Select(member => $"The gradient of {member.Name}")
            .FirstOrDefault();
        _ran.Clear();
        return found;
    }

    public void Dispose()
    {
        foreach (var remove in _hooks)
        {
            remove();
        }
    }

    private static bool HasLostGradient(Parameter parameter)
    {
        using var gradient = parameter.grad;
        return gradient is not null && !IsFinite(gradient);
    }

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return tensor.isfinite().all().item<bool>();
    }

    private void Watch(string path, nn.Module module)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor> layer:
                _hooks.Add(layer.register_forward_hook((_, _, output) => Look(path, module, output)).remove);
                break;
            case nn.Module<Tensor, Tensor?, Tensor> layer:
                _hooks.Add(layer.register_forward_hook((_, _, _, output) => Look(path, module, output)).remove);
                break;
            case nn.Module<Tensor, Tensor?, CompressedSequence> layer:
                _hooks.Add(layer.register_forward_hook((_, _, _, output) =>
                {
                    Look(path, module, output.Features);
                    return output;
                }).remove);
                break;
        }
    }

    private Tensor Look(string path, nn.Module module, Tensor output)
    {
        _ran.Add(path);
        if (_output is null && !IsFinite(output))
        {
            _output = $"The output of {path} ({module.GetName()})";
        }

        return output;
    }
}
