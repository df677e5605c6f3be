using System.Runtime.CompilerServices;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Native;

public sealed class ScalarsTests
{
    [Fact]
    public void A_number_that_a_thread_asks_for_again_is_the_same_object()
    {
        Assert.Same(Scalars.Of(0.25), Scalars.Of(0.25));
        Assert.Same(Scalars.Of(7), Scalars.Of(7));
    }

    [Fact]
    public void Integers_and_real_numbers_of_one_value_are_told_apart()
    {
        using var scope = NewDisposeScope();
        var integers = ones(2, ScalarType.Int64);
        Assert.Equal(ScalarType.Int64, (integers * Scalars.Of(3)).dtype);
        Assert.Equal(ScalarType.Float32, (integers * Scalars.Of(3.0)).dtype);
        Assert.True(double.IsNegative((ones(1, ScalarType.Float64) * Scalars.Of(-0.0)).item<double>()));
        Assert.False(double.IsNegative((ones(1, ScalarType.Float64) * Scalars.Of(0.0)).item<double>()));
    }

    [Fact]
    public void Every_number_has_its_value_however_many_were_asked_for()
    {
        using var scope = NewDisposeScope();
        var integer = ones([], ScalarType.Int64);
        var real = ones([], ScalarType.Float64);
        for (var round = 0; round < 3; round++)
        {
            for (var value = 0; value < 5 * RecentScalars.Capacity; value++)
            {
                Assert.Equal(value, (integer * Scalars.Of(value)).item<long>());
                Assert.Equal(value / 8.0, (real * Scalars.Of(value / 8.0)).item<double>());
            }
        }
    }

    [Fact]
    public void A_number_survives_a_garbage_collection_until_its_thread_has_asked_for_enough_others()
    {
        var first = Ask(0);
        for (var value = 1; value < RecentScalars.Capacity; value++)
        {
            Ask(value);
        }

        GC.Collect();
        Assert.True(first.IsAlive);
        Ask(RecentScalars.Capacity);
        GC.Collect();
        Assert.False(first.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Ask(double value) => new(Scalars.Of(value + 0.125));
    }

    [Fact]
    public void The_operators_have_the_values_and_gradients_of_TorchSharps()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        Tensor x = (randn(50, ScalarType.Float64) * Scalars.Of(15.0)).requires_grad_(), y = randn(50, ScalarType.Float64).requires_grad_();
        Check(x.Plus(y), x.add(y, Scalars.One));
        Check(x.Plus(3), x.add(Scalars.Of(3), Scalars.One));
        Check(x.Plus(0.5), x.add(Scalars.Of(0.5), Scalars.One));
        Check(x.Squared(), x * x);
        Check(x.Softplus(), where(x.gt(Scalars.Of(20)), x, x.exp().log1p()));
        var sum = x.detach().clone();
        Assert.Same(sum, sum.AddInPlace(y.detach()).AddInPlace(0.5));
        Tolerance.AssertClose(x.Plus(y).Plus(0.5).detach(), sum, 1e-15, "in place");

        void Check(Tensor actual, Tensor expected)
        {
            Tolerance.AssertClose(expected.detach(), actual.detach(), 1e-14, "values");
            Tensor[] leaves = [x, y];
            var wanted = autograd.grad([expected.sum()], leaves, allow_unused: true);
            var got = autograd.grad([actual.sum()], leaves, allow_unused: true);
            Tolerance.AssertClose(wanted[0], got[0], 1e-14, "gradient");
            Assert.Equal(wanted[1] is null, got[1] is null);
        }
    }

    [Fact]
    public void A_range_is_that_of_torch()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0L, 1, 2], TensorRange.Of(3).data<long>().ToArray());
        Assert.Equal([2.0, 3.0, 4.0], TensorRange.Of(2, 5, ScalarType.Float64).data<double>().ToArray());
    }
}
