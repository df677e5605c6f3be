using SerpentDsl.Testing;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Testing;

public sealed class ToleranceTests
{
    [Fact]
    public void Errors_are_relative_to_the_largest_reference_and_absolute_where_it_vanishes()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.25, Tolerance.Error(tensor(new[] { 4.0, 1.0 }), tensor(new[] { 4.0, 2.0 })));
        Assert.Equal(0.5, Tolerance.Error(zeros(2, ScalarType.Float64), tensor(new[] { 0.0, 0.5 })));
        Assert.Equal(double.PositiveInfinity, Tolerance.Error(ones(2), tensor(new[] { 1f, float.NaN })));
        Assert.Equal(1.0, Tolerance.Error(ones(1, ScalarType.ComplexFloat64), zeros(1, ScalarType.ComplexFloat64)));
    }

    [Fact]
    public void A_failure_names_the_tensor_the_error_and_the_place()
    {
        using var scope = NewDisposeScope();
        var message = Assert.ThrowsAny<XunitException>(() =>
            Tolerance.AssertClose(zeros(2, 3), tensor(new[] { 0f, 0, 0, 0, 0, 7 }).reshape(2, 3), 1e-6, "out.y")).Message;
        Assert.Contains("out.y", message);
        Assert.Contains("[1, 2]", message);
        Assert.Contains("7", message);
    }

    [Fact]
    public void Differences_of_shape_fail()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<XunitException>(() => Tolerance.AssertClose(zeros(2, 1), zeros(2), 1, "x"));
    }

    [Fact]
    public void Finite_differences_accept_a_right_gradient_and_refuse_a_wrong_one()
    {
        using var scope = NewDisposeScope();
        var x = rand(3, ScalarType.Float64).requires_grad_(true);
        FiniteDifferences.AssertGradients(() => (x * x * x).sum(), [("x", x)]);
        Assert.ThrowsAny<XunitException>(() => FiniteDifferences.AssertGradients(() => (x * x.detach()).sum(), [("x", x)]));
    }

    [Fact]
    public void A_leak_is_found()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<XunitException>(() => LeakCheck.AssertFlat(() => zeros(1), steps: 20));
        LeakCheck.AssertFlat(() => zeros(1).Dispose(), steps: 20);
    }
}
