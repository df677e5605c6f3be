using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the module types without parameters refuse.</summary>
internal static class ParameterLess
{
    public static InvalidOperationException Refusal(string component) =>
        new($"Cannot register a {component} on a module that is declared 'parameter-less.'");

    public static void Check(nn.Module submodule)
    {
        if (submodule is not IParameterLessModule)
            throw new InvalidOperationException("Submodules of a parameter-less module must also be parameter-less.");
    }
}
