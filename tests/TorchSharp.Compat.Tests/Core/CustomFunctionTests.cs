using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class CustomFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Values_and_gradients()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = ScaledProduct.apply(x, x * 3, 2.0);
        Check.Close(y, [6, 24]);
        Assert.True(y.requires_grad);
        y.sum().backward();
        Check.Close(x.grad!, [12, 24]);
    }

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        Check.Gradient(v => ScaledProduct.apply(v.sin(), v.exp(), 0.5).sum(), tensor(new[] { 0.3, -0.7, 0.2 }));
        Check.Gradient(v => SumAndDifference.apply(v[..2], v[2..])[0].mul(SumAndDifference.apply(v[..2], v[2..])[1]).sum(), tensor(new[] { 0.3, -0.7, 0.2, 1.1 }));
    }

    [Fact]
    public void A_backward_of_operators_can_be_differentiated_again()
    {
        var x = tensor(3.0, requires_grad: true);
        var first = autograd.grad([ScaledProduct.apply(x, x, 1.0)], [x], create_graph: true)[0];
        Check.Close(first, [6]);
        Check.Close(autograd.grad([first], [x])[0], [2]);
    }

    [Fact]
    public void Forward_runs_without_recording_and_needs_no_gradient()
    {
        Check.Close(ScaledProduct.apply(ones(1), ones(1), 2.0), [2]);
        Assert.False(ScaledProduct.apply(ones(1), ones(1), 2.0).requires_grad);
        using (no_grad())
        {
            Assert.False(ScaledProduct.apply(ones(1, requires_grad: true), ones(1), 2.0).requires_grad);
        }
        Assert.False(GradModeProbe.apply(ones(1, requires_grad: true)).item<bool>());
    }

    [Fact]
    public void Outputs_without_a_gradient_deliver_zeros()
    {
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        SumAndDifference.apply(x, y)[1].sum().backward();
        Check.Close(x.grad!, [1, 1]);
        Check.Close(y.grad!, [-1, -1]);
    }

    [Fact]
    public void Outputs_can_be_marked_non_differentiable()
    {
        var x = tensor(new[] { 3.0, 1.0 }, requires_grad: true);
        var outputs = SortedWithIndices.apply(x);
        Assert.True(outputs[0].requires_grad);
        Assert.False(outputs[1].requires_grad);
        (outputs[0] * tensor(new[] { 1.0, 10.0 })).sum().backward();
        Check.Close(x.grad!, [10, 1]);
    }

    [Fact]
    public void Inputs_can_be_changed_in_place_when_marked_dirty()
    {
        var leaf = ones(2, requires_grad: true);
        var x = leaf * 1;
        var y = DoubleInPlace.apply(x);
        Check.Close(x, [2, 2]);
        y.sum().backward();
        Check.Close(leaf.grad!, [2, 2]);
    }

    [Fact]
    public void Saved_tensors_changed_in_place_are_noticed()
    {
        var x = ones(1, requires_grad: true);
        var factor = ones(1);
        var y = ScaledProduct.apply(x, factor, 1.0);
        factor.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => y.backward()).Message);
    }

    [Fact]
    public void Null_gradients_are_not_materialized_when_switched_off()
    {
        var x = ones(1, requires_grad: true);
        var outputs = NullProbe.apply(x);
        outputs[0].sum().backward();
        Check.Close(x.grad!, [1]);
    }

    [Fact]
    public void An_exception_in_forward_reaches_the_caller()
    {
        var error = Assert.Throws<FormatException>(() => Failing.apply(ones(1, requires_grad: true), "forward"));
        Assert.Equal("in forward", error.Message);
        Check.Close(ScaledProduct.apply(ones(1), ones(1), 2.0), [2]);
    }

    [Fact]
    public void An_exception_in_backward_reaches_the_caller()
    {
        var x = ones(1, requires_grad: true);
        var y = Failing.apply(x, "backward").sum();
        var error = Assert.Throws<FormatException>(() => y.backward());
        Assert.Equal("in backward", error.Message);
        Assert.Contains(nameof(Failing), error.StackTrace);
        Assert.Throws<FormatException>(() => autograd.grad([Failing.apply(x, "backward").sum()], [x]));
    }

    [Fact]
    public void A_wrong_number_of_gradients_is_an_exception()
    {
        var x = ones(1, requires_grad: true);
        var error = Assert.Throws<InvalidOperationException>(() => Failing.apply(x, "count").sum().backward());
        Assert.Contains("1", error.Message);
        Assert.Contains("2", error.Message);
    }

    [Fact]
    public void A_thousand_steps_leave_nothing_behind()
    {
        var x = rand(8, requires_grad: true);
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long total = Tensor.TotalCount;
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var context = Probe();
        for (int i = 0; i < 1000; i++)
        {
            Step();
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(total, Tensor.TotalCount);
        GC.Collect();
        Assert.False(context.IsAlive, "the graph is gone, but the function's context is still held");

        void Step()
        {
            using var scope = NewDisposeScope();
            ScaledProduct.apply(x, x, 2.0).sum().backward();
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference Probe()
        {
            using var scope = NewDisposeScope();
            var marker = new object();
            Keeping.apply(x, marker).sum().backward();
            return new WeakReference(marker);
        }
    }

    private sealed class ScaledProduct : autograd.SingleTensorFunction<ScaledProduct>
    {
        public override string Name => nameof(ScaledProduct);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b, factor) = ((Tensor)vars[0], (Tensor)vars[1], (double)vars[2]);
            ctx.save_for_backward([a, b]);
            ctx.save_data("factor", factor);
            return a * b * factor;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            double factor = (double)ctx.get_data("factor");
            return [grad_output * saved[1] * factor, grad_output * saved[0] * factor, null!];
        }
    }

    private sealed class SumAndDifference : autograd.MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            return [a + b, a - b];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
            [grad_outputs[0] + grad_outputs[1], grad_outputs[0] - grad_outputs[1]];
    }

    private sealed class SortedWithIndices : autograd.MultiTensorFunction<SortedWithIndices>
    {
        public override string Name => nameof(SortedWithIndices);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (values, indices) = ((Tensor)vars[0]).sort();
            ctx.save_for_backward([indices]);
            ctx.mark_non_differentiable([indices]);
            return [values, indices];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
            [zeros_like(grad_outputs[0]).scatter(0, ctx.get_saved_variables()[0], grad_outputs[0])];
    }

    private sealed class DoubleInPlace : autograd.SingleTensorFunction<DoubleInPlace>
    {
        public override string Name => nameof(DoubleInPlace);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = ((Tensor)vars[0]).mul_(2);
            ctx.mark_dirty([x]);
            return x;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    private sealed class GradModeProbe : autograd.SingleTensorFunction<GradModeProbe>
    {
        public override string Name => nameof(GradModeProbe);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => tensor(is_grad_enabled());

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [null!];
    }

    private sealed class NullProbe : autograd.MultiTensorFunction<NullProbe>
    {
        public override string Name => nameof(NullProbe);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(false);
            return [(Tensor)vars[0] * 1, (Tensor)vars[0] * 1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Assert.True(grad_outputs[1] is null || grad_outputs[1].IsInvalid);
            return [grad_outputs[0]];
        }
    }

    private sealed class Keeping : autograd.SingleTensorFunction<Keeping>
    {
        public override string Name => nameof(Keeping);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("marker", vars[1]);
            return (Tensor)vars[0] * 1;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Assert.NotNull(ctx.get_data("marker"));
            return [grad_output, null!];
        }
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("where", vars[1]);
            return vars[1] is "forward" ? throw new FormatException("in forward") : (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            ctx.get_data("where") is "count" ? [grad_output] : throw new FormatException("in backward");
    }
}
