using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor a;
        using (NewDisposeScope())
        {
            a = ones(1);
            Assert.False(a.IsInvalid);
        }
        Assert.True(a.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Scopes_nest_and_tensors_move_outwards()
    {
        using var outer = NewDisposeScope();
        Tensor kept, lost;
        using (var inner = NewDisposeScope())
        {
            Assert.Same(inner, CurrentDisposeScope);
            kept = ones(1).MoveToOuterDisposeScope();
            lost = ones(1);
        }
        Assert.Same(outer, CurrentDisposeScope);
        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.True(outer.Contains(kept));
        Assert.Equal(1, outer.DisposablesCount);
    }

    [Fact]
    public void Moving_out_of_the_outermost_scope_detaches()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(1).MoveToOuterDisposeScope();
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void Detached_and_attached()
    {
        Tensor free;
        using (NewDisposeScope())
        {
            free = ones(1).DetachFromDisposeScope();
        }
        Assert.False(free.IsInvalid);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(free);
        }
        Assert.True(free.IsInvalid);
    }

    [Fact]
    public void Disposing_a_tensor_takes_it_out_of_its_scope()
    {
        using var scope = NewDisposeScope();
        var x = ones(1);
        Assert.Equal(1, scope.DisposablesCount);
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Everything_but_some_can_be_disposed()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = ones(1);
        Assert.Same(a, scope.DisposeEverythingBut(a));
        Assert.False(a.IsInvalid);
        Assert.True(b.IsInvalid);
        scope.DisposeEverything();
        Assert.True(a.IsInvalid);
    }

    [Fact]
    public void Moving_between_scopes()
    {
        using var outer = NewDisposeScope();
        var anchor = ones(1);
        using var inner = NewDisposeScope();
        var moved = ones(1).MoveToOtherDisposeScope(anchor);
        Assert.True(outer.Contains(moved));
        Assert.False(inner.Contains(moved));
        var (first, second) = inner.MoveToOuter(ones(1), ones(1));
        Assert.True(outer.Contains(first) && outer.Contains(second));
    }

    [Fact]
    public void Scopes_may_end_out_of_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_disposed_scope_refuses()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        using var x = ones(1);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(x));
    }

    [Fact]
    public void The_statistics_count_everything()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        ones(1).Dispose();
        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Tensor detached;
        using (var scope = NewDisposeScope())
        {
            ones(1);
            detached = ones(1).DetachFromDisposeScope();
            Assert.Equal(2, statistics.ThreadTotalLiveCount);
            Assert.Equal(2, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
            scope.Attach(detached);
            Assert.Equal(1, statistics.AttachedToScopeCount);
            scope.Detach(detached);
        }
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        detached.Dispose();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_total_count_covers_all_threads()
    {
        long before = Tensor.TotalCount;
        Tensor? x = null;
        var thread = new Thread(() => x = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.True(Tensor.PeakCount > before);
        x!.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Finalizers_give_back_what_was_forgotten()
    {
        long before = Tensor.TotalCount;
        Forget();
        for (int i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 100; i++)
            {
                ones(10);
            }
        }
    }

    [Fact]
    public void Threads_have_scopes_of_their_own()
    {
        using var scope = NewDisposeScope();
        var results = new double[4];
        var threads = Enumerable.Range(0, results.Length).Select(number => new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            for (int step = 0; step < 200; step++)
            {
                using var own = NewDisposeScope();
                var x = full([32], (double)number, dtype: float64, requires_grad: true);
                (x * x).sum().backward();
                results[number] += x.grad!.sum().item<double>();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        for (int number = 0; number < results.Length; number++)
        {
            Assert.Equal(200.0 * 32 * 2 * number, results[number]);
        }
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Decoupling_hands_over_the_native_tensor()
    {
        long before = Tensor.TotalCount;
        var x = ones(2);
        var y = Tensor.UnsafeCreateTensor(x.DecoupleFromNativeHandle());
        Assert.True(x.IsInvalid);
        Check.Close(y, [1, 1]);
        y.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }
}
