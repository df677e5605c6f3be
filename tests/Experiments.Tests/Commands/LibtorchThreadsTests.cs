using SerpentDsl.Experiments.Commands;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class LibtorchThreadsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_matrix_library_uses_as_many_as_libtorch(int count)
    {
        int before = get_num_threads();
        try
        {
            LibtorchThreads.Use(count);
            Assert.Equal(count, get_num_threads());
            Assert.Equal(count, OpenBlas.Threads ?? count);
        }
        finally
        {
            LibtorchThreads.Use(before);
        }
    }
}
