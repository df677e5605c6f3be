using System.Diagnostics;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class LeakTests
{
    [Fact]
    public void A_million_operations_leak_nothing()
    {
        using var scope = NewDisposeScope();
        var a = rand(64);
        var b = rand(64);
        Run(100_000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long total = Tensor.TotalCount;
        long memory = ResidentBytes();
        Run(1_000_000);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(total, Tensor.TotalCount);
        // A single lost tensor of 64 floats per operation would be 300 MB.
        Assert.InRange(ResidentBytes() - memory, long.MinValue, 32L << 20);

        void Run(int operations)
        {
            for (int i = 0; i < operations / 10; i++)
            {
                using var step = NewDisposeScope();
                var sum = a + b;
                var scaled = sum * 0.5;
                var (top, _) = scaled.max(0);
                _ = (scaled - top).exp().sum([0]);
                _ = scaled[1..3];
                _ = cat([a, b]).chunk(2);
            }
        }
    }

    [Fact]
    public void Training_steps_leak_nothing()
    {
        using var scope = NewDisposeScope();
        var weight = rand(256, 256, requires_grad: true);
        Run(50);
        long total = Tensor.TotalCount;
        long memory = ResidentBytes();
        Run(500);
        Assert.Equal(total, Tensor.TotalCount);
        // The gradients of one step are 256 KB.
        Assert.InRange(ResidentBytes() - memory, long.MinValue, 24L << 20);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using var step = NewDisposeScope();
                weight.matmul(weight).tanh().sum().backward();
                using (no_grad())
                {
                    weight.sub_(weight.grad! * 1e-6);
                }
                weight.grad = null;
            }
        }
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
