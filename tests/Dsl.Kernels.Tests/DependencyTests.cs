using SerpentDsl.Kernels.SelectiveScans;

namespace SerpentDsl.Kernels.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_kernels_need_the_base_libraries_alone() => Assert.All(
        typeof(SelectiveScanKernel).Assembly.GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
}
