using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Gradients_accumulate_in_leaves()
    {
        var x = tensor(new[] { 2.0, 3.0 }, requires_grad: true);
        Assert.True(x.is_leaf);
        Assert.Null(x.grad);
        x.pow(3).sum().backward();
        Check.Close(x.grad!, [12, 27]);
        x.sum().backward();
        Check.Close(x.grad!, [13, 28]);
        x.grad!.zero_();
        Check.Close(x.grad!, [0, 0]);
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = ones(2, dtype: float64);
        Check.Close(x.grad!, [1, 1]);
    }

    [Fact]
    public void Backward_takes_gradients_and_inputs()
    {
        var x = ones(2, dtype: float64).requires_grad_();
        var w = ones(2, dtype: float64).requires_grad_();
        var y = x * w * 3;
        y.backward([tensor(new[] { 1.0, 2.0 })], retain_graph: true, inputs: [x]);
        Check.Close(x.grad!, [3, 6]);
        Assert.Null(w.grad);
        y.backward([ones(2, dtype: float64)]);
        Check.Close(x.grad!, [6, 9]);
        Check.Close(w.grad!, [3, 3]);
    }

    [Fact]
    public void Grad_returns_without_accumulating()
    {
        var x = tensor(3.0, requires_grad: true);
        var unused = tensor(1.0, requires_grad: true);
        var y = x * x * x;
        var first = autograd.grad([y], [x], create_graph: true)[0];
        Check.Close(first, [27]);
        Check.Close(autograd.grad([first], [x])[0], [18]);
        Assert.Null(x.grad);
        var both = autograd.grad([x * 2], [x, unused], allow_unused: true);
        Check.Close(both[0], [2]);
        Assert.True(both[1] is null || both[1].IsInvalid);
    }

    [Fact]
    public void Recording_can_be_switched()
    {
        var x = ones(1, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
            Assert.False(is_grad_enabled());
            x.add_(1);
        }
        using (set_grad_enabled(false))
        {
            Assert.False((x * 2).requires_grad);
        }
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
        Assert.False(x.detach().requires_grad);
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void Intermediate_gradients_can_be_retained()
    {
        var x = ones(1, requires_grad: true);
        var y = x * 2;
        y.retain_grad();
        (y * 3).backward();
        Check.Close(y.grad!, [3]);
    }

    [Fact]
    public void Complex_gradients_are_the_conjugate_of_the_derivative()
    {
        // L = |z|^2: dL/d(conj z) x 2 = 2z.
        var z = tensor(new System.Numerics.Complex(1, 2)).requires_grad_();
        z.abs().pow(2).backward();
        Check.Close(z.grad!.real, [2]);
        Check.Close(z.grad!.imag, [4]);
    }

    [Fact]
    public void Complex_chains_agree_with_finite_differences()
    {
        var x = tensor(new[] { 0.3, -0.7, 0.2, 0.9 });
        Check.Gradient(
            v =>
            {
                var z = view_as_complex(v.reshape(2, 2));
                return view_as_real((z * z).exp() / (z + 2)).pow(2).sum();
            },
            x);
        Check.Gradient(v => view_as_real(polar(v[..2].abs(), v[2..]).cumprod(0)).sum(), x);
    }

    [Fact]
    public void Many_operators_agree_with_finite_differences()
    {
        var x = tensor(new[] { 0.3, -0.7, 0.2, 0.9, 1.4, -0.1 });
        Check.Gradient(v => v.softmax(0).log().mul(arange(6, dtype: float64)).sum(), x);
        Check.Gradient(v => v.reshape(2, 3).matmul(v.reshape(3, 2)).det(), x);
        Check.Gradient(v => linalg.inv(v.reshape(2, 3).matmul(v.reshape(2, 3).T) + (eye(2, dtype: float64) * 3)).sum(), x);
        Check.Gradient(v => v.cumsum(0).tanh().var(), x);
        Check.Gradient(v => einsum("ij,kj->ik", v.reshape(2, 3), v.reshape(2, 3)).pow(2).sum(), x);
        Check.Gradient(v => v.roll(2, 0).mul(v.flip(0)).gelu().logsumexp(0), x);
        Check.Gradient(v => where(v > 0, v.square(), v.exp()).sum(), x);
    }

    [Fact]
    public void Anomalies_are_reported_when_asked()
    {
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.IsEnabled);
            var x = zeros(1, requires_grad: true);
            var error = Assert.ThrowsAny<Exception>(() => (x.sqrt() * 0).backward());
            Assert.Contains("nan", error.Message);
        }
        Assert.False(AnomalyMode.IsEnabled);
    }
}
