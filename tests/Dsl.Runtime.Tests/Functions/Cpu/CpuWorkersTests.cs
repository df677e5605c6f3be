using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

public sealed unsafe class CpuWorkersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Every_piece_runs_once(int tiles)
    {
        var counts = new int[tiles];
        for (var run = 0; run < 200; run++)
        {
            CpuWorkers.Run(tiles, new Counting { Counts = counts });
        }

        Assert.All(counts, count => Assert.Equal(200, count));
    }

    [Fact]
    public void Kernels_may_meet_and_nest()
    {
        int[] total = [0];
        Parallel.For(0, 64, _ => CpuWorkers.Run(8, new Nested { Total = total }));
        Assert.Equal(64 * 8 * 8, total[0]);
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_threads_go_on()
    {
        for (var run = 0; run < 20; run++)
        {
            Assert.Equal("tile 5", Assert.Throws<InvalidOperationException>(() => CpuWorkers.Run(8, default(Failing))).Message);
        }

        Every_piece_runs_once(16);
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_time()
    {
        var counts = new int[64];
        CpuWorkers.Run(64, new Counting { Counts = counts });
        LeakCheck.AssertNoGarbage(() => CpuWorkers.Run(64, new Counting { Counts = counts }), 100);
    }

    [Fact]
    public void Scratch_is_aligned_and_stays()
    {
        var first = Scratch.Floats(100);
        Assert.Equal(0, (nint)first % 64);
        Assert.True(first == Scratch.Floats(50));
        Scratch.Floats(1 << 20)[(1 << 20) - 1] = 1;
    }

    [Fact]
    public void The_plain_paths_can_be_asked_for()
    {
        using Tensor narrow = zeros(2), wide = zeros(2, ScalarType.Float64);
        Assert.Equal(FusedKernels.Read(Environment.GetEnvironmentVariable(FusedKernels.Variable)), FusedKernels.Fit(narrow, null));
        Assert.False(FusedKernels.Fit(narrow, wide));
        using (FusedKernels.Off())
        using (FusedKernels.Off())
        {
            Assert.False(FusedKernels.Fit(narrow));
        }

        Assert.Equal(FusedKernels.Fit(), FusedKernels.Enabled);
        Assert.Throws<ArgumentException>(() => FusedKernels.Read("none"));
    }

    private struct Counting : ITiles
    {
        public int[] Counts;

        public readonly void Run(int tile) => Interlocked.Increment(ref Counts[tile]);
    }

    private struct Nested : ITiles
    {
        public int[] Total;

        public readonly void Run(int tile) => CpuWorkers.Run(8, new Adding { Total = Total });
    }

    private struct Adding : ITiles
    {
        public int[] Total;

        public readonly void Run(int tile) => Interlocked.Increment(ref Total[0]);
    }

    private struct Failing : ITiles
    {
        public readonly void Run(int tile)
        {
            if (tile == 5)
            {
                throw new InvalidOperationException("tile 5");
            }
        }
    }
}
