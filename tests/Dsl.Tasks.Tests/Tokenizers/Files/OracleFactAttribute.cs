using System.Runtime.InteropServices;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>A test that compares with the Hugging Face library, whose native part the tests have for one system.</summary>
public sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute() => Skip = IsHere ? null : "needs the Hugging Face library for this system";

    public static bool IsHere => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
}
