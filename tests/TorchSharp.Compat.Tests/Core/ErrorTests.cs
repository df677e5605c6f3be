using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Libtorchs_message_arrives_without_its_stack_trace()
    {
        var error = Assert.Throws<ExternalException>(() => ones(3) + ones(4));
        Assert.Equal("The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0", error.Message);
    }

    [Fact]
    public void A_wrong_product_is_an_exception_not_the_end_of_the_process()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("2x3 and 2x3", error.Message);
    }

    [Fact]
    public void Failures_in_lists_and_tuples_cross_too()
    {
        Assert.Contains("Sizes of tensors must match", Assert.Throws<ExternalException>(() => cat([ones(2, 2), ones(3, 3)])).Message);
        Assert.Throws<ExternalException>(() => ones(2).sort(5));
        Assert.Throws<ExternalException>(() => ones(4).split([1, 1]));
        Assert.Throws<ExternalException>(() => ones(2).add_(ones(3)));
        Assert.Throws<ExternalException>(() => ones(2).size(3));
    }

    [Fact]
    public void The_next_call_after_a_failure_works()
    {
        Assert.Throws<ExternalException>(() => ones(3) + ones(4));
        Check.Close(ones(2) + 1, [2, 2]);
    }

    [Fact]
    public void A_disposed_tensor_throws()
    {
        var x = ones(2);
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x + 1);
        Assert.Throws<InvalidOperationException>(() => x.add_(1));
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => x.dtype);
        Assert.Throws<InvalidOperationException>(() => x.requires_grad);
        Assert.Throws<InvalidOperationException>(() => x.Handle);
        Assert.Throws<InvalidOperationException>(() => cat([ones(1), x]));
        x.Dispose();
    }

    [Fact]
    public void Autograd_errors_are_exceptions()
    {
        Assert.Throws<ExternalException>(() => ones(1).backward());
        Assert.Contains("implicitly", Assert.Throws<ExternalException>(() => ones(2, requires_grad: true).mul(2).backward()).Message);
        Assert.Throws<ExternalException>(() => autograd.grad([ones(1)], [ones(1)]));
        var x = ones(1, requires_grad: true);
        var y = x * x;
        y.backward();
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => y.backward()).Message);
        Assert.Throws<ExternalException>(() => x.add_(1));
    }
}
