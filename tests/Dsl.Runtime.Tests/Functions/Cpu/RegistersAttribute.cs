using System.Reflection;
using Xunit.Sdk;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

/// <summary>A row of a theory about registers of one width, skipped where the machine has none of it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RegistersAttribute : DataAttribute
{
    private readonly int _bits;

    /// <param name="bits">512, 256, 128, or 0 for none.</param>
    public RegistersAttribute(int bits)
    {
        _bits = bits;
        Skip = RegisterWidth.Missing(bits);
    }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_bits]];
}
