using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds the native shim: beside the application, else where <c>SERPENT_TORCH_NATIVE</c> says.</summary>
internal static class NativeLibraryResolver
{
    public const string Library = "SerpentTorch";
    private const string FileName = "libSerpentTorch.so";
    private const string Variable = "SERPENT_TORCH_NATIVE";

    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }
        var tried = new List<string>();
        foreach (string? candidate in new[] { Path.Combine(AppContext.BaseDirectory, FileName), Environment.GetEnvironmentVariable(Variable) })
        {
            if (string.IsNullOrEmpty(candidate))
            {
                continue;
            }
            if (!File.Exists(candidate))
            {
                tried.Add($"{candidate}: no such file");
                continue;
            }
            try
            {
                return NativeLibrary.Load(candidate);
            }
            catch (DllNotFoundException exception)
            {
                tried.Add(exception.Message.TrimEnd());
            }
        }
        throw new DllNotFoundException(
            $"The native side of TorchSharp could not be loaded. Run ./setup.sh to build it against this machine's libtorch, "
            + $"or set {Variable} to the full path of {FileName}. Tried:{Environment.NewLine}  "
            + string.Join(Environment.NewLine + "  ", tried));
    }
}
