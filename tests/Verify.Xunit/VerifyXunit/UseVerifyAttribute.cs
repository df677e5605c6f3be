using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>Remembers which test runs. The build adds it to every assembly that uses this library.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Current = new();

    /// <summary>The running test.</summary>
    /// <exception cref="InvalidOperationException">None runs, or its assembly lacks this attribute.</exception>
    public static MethodInfo GetMethod() => Current.Value ?? throw new InvalidOperationException(
        "No test is running here, or its assembly lacks [assembly: UseVerify], which the build adds to projects with <UsesVerify>true</UsesVerify>.");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => Current.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Current.Value = null;
}
