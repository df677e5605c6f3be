using SerpentDsl.Autograd;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Autograd;

public sealed class CustomFunctionTests
{
    [Fact]
    public void What_forward_made_and_kept_is_there_in_backward()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0, 3.0 }, requires_grad: true);
        BackwardPass.Run(Cube.Apply(x).sum());
        Assert.Equal([3, 12, 27], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void A_result_that_nobody_reads_has_a_gradient_of_zeros()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var (twice, _) = Both.Apply(x);
        BackwardPass.Run(twice.sum());
        Assert.Equal([2, 2], x.grad!.data<double>().ToArray());
        var (_, thrice) = Both.Apply(x);
        BackwardPass.Run(thrice.sum());
        Assert.Equal([5, 5], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Without_gradients_it_computes_the_same_and_keeps_nothing()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0 });
        LeakCheck.AssertFlat(() =>
        {
            using var y = Cube.Apply(x);
            Assert.Equal(8, y.item<double>());
            Assert.False(y.requires_grad);
        });
        using var none = no_grad();
        x.requires_grad_(true);
        Assert.False(Cube.Apply(x).requires_grad);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_training_step_leaves_no_tensor(bool inScope)
    {
        using var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = inScope ? NewDisposeScope() : null;
                using Tensor y = Cube.Apply(x), sum = y.sum();
                BackwardPass.Run(sum);
            },
            1000);
    }

    [Fact]
    public void An_exception_in_a_backward_pass_reaches_the_caller_and_the_next_step_works()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0 }, requires_grad: true);
        var failing = Faulty.Apply(Cube.Apply(x)).sum();
        Assert.Equal("on purpose", Assert.Throws<InvalidOperationException>(() => BackwardPass.Run(failing)).Message);
        x.grad = null;
        BackwardPass.Run(Cube.Apply(x).sum());
        Assert.Equal(3, x.grad!.item<double>());
    }

    [Fact]
    public void After_a_plain_backward_the_next_call_tells_what_failed()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0 }, requires_grad: true);
        Faulty.Apply(x).sum().backward();
        var told = Assert.Throws<InvalidOperationException>(() => Cube.Apply(x));
        Assert.Contains("on purpose", told.Message);
        Assert.Contains("BackwardPass.Run(loss)", told.Message);
        x.grad = null;
        Cube.Apply(x).sum().backward();
        Assert.Equal(3, x.grad!.item<double>());
    }

    [Fact]
    public void An_exception_in_forward_is_an_ordinary_one()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -1.0 }, requires_grad: true);
        Assert.Throws<ArgumentException>(() => Faulty.Apply(x));
        Assert.Equal(-1, Cube.Apply(x).item<double>());
    }

    [Fact]
    public void The_graph_of_a_plain_backward_may_be_kept()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 2.0 }, requires_grad: true), y = Cube.Apply(x).sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Equal(24, x.grad!.item<double>());
    }

    [Fact]
    public void The_callers_own_scope_may_end_before_backward()
    {
        using var x = tensor(new[] { 3.0 }, requires_grad: true);
        Tensor y;
        using (NewDisposeScope())
        {
            y = Cube.Apply(x * Scalars.Of(1.0)).MoveToOuterDisposeScope();
        }

        using (y)
        {
            BackwardPass.Run(y);
        }

        Assert.Equal(27, x.grad!.item<double>());
    }

    [Fact]
    public void Threads_do_not_see_each_others_failures()
    {
        using var x = tensor(new[] { 1.0 }, requires_grad: true);
        var thread = new Thread(() =>
        {
            using var scope = NewDisposeScope();
            using var own = tensor(new[] { 1.0 }, requires_grad: true);
            Faulty.Apply(own).sum().backward();
        });
        thread.Start();
        thread.Join();
        using var y = Cube.Apply(x);
        BackwardPass.Run(y);
        Assert.Equal(3, x.grad!.item<double>());
    }

    private sealed class Cube : SingleResultFunction<Cube>
    {
        public static Tensor Apply(Tensor x) => apply(x);

        protected override Tensor Evaluate(FunctionContext context, object[] arguments)
        {
            var x = (Tensor)arguments[0];
            var square = x * x;
            context.Save(square);
            return square * x;
        }

        protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient) =>
            [context.Saved[0] * Scalars.Of(3) * gradient];
    }

    private sealed class Both : MultiResultFunction<Both>
    {
        public static (Tensor Twice, Tensor Thrice) Apply(Tensor x)
        {
            var results = apply(x);
            return (results[0], results[1]);
        }

        protected override List<Tensor> Forward(FunctionContext context, object[] arguments) =>
            [(Tensor)arguments[0] * Scalars.Two, (Tensor)arguments[0] * Scalars.Of(3)];

        protected override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients) =>
            [(gradients[0] * Scalars.Two).Plus(gradients[1] * Scalars.Of(3))];
    }

    private sealed class Faulty : SingleResultFunction<Faulty>
    {
        public static Tensor Apply(Tensor x) => apply(x);

        protected override Tensor Evaluate(FunctionContext context, object[] arguments)
        {
            var x = (Tensor)arguments[0];
            return x.item<double>() < 0 ? throw new ArgumentException("negative") : x.alias();
        }

        protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient) =>
            throw new InvalidOperationException("on purpose");
    }
}
