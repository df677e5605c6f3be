using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>Remembers which test runs. The build adds it to every assembly that uses this library.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> s_current = new();

    /// <summary>The running test.</summary>
    /// <exception cref="InvalidOperationException">None runs, or its assembly lacks this attribute.</exception>
    public static MethodInfo GetMethod() => s_current.Value ?? throw new InvalidOperationException(
        "No test is running here, or its assembly lacks [assembly: UseVerify], which the build adds to projects with "
            + "<UsesVerify>true</UsesVerify>.");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => s_current.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => s_current.Value = null;
}
