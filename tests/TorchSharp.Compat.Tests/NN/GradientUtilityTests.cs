using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class GradientUtilityTests
{
    [Fact]
    public void ClippingScalesAllGradientsByTheirCommonNorm()
    {
        using var scope = NewDisposeScope();
        var first = WithGradient(3, 0);
        var second = WithGradient(0, 4);
        using var without = new Parameter(ones(1));
        Assert.Equal(5, nn.utils.clip_grad_norm_([first, without, second], 1.0), 6);
        Numerics.AssertClose([0.6, 0], first.grad!, 1e-6);
        Numerics.AssertClose([0, 0.8], second.grad!, 1e-6);
        Assert.Null(without.grad);
    }

    [Fact]
    public void SmallGradientsAreLeftAlone()
    {
        using var scope = NewDisposeScope();
        var parameter = WithGradient(3, 4);
        Assert.Equal(5, nn.utils.clip_grad_norm_([parameter], 6.0), 6);
        Numerics.AssertClose([3, 4], parameter.grad!, 0);
        Assert.Equal(7, nn.utils.clip_grad_norm_([parameter], 100.0, norm_type: 1), 6);
        Assert.Equal(4, nn.utils.clip_grad_norm_([parameter], 2.0, norm_type: double.PositiveInfinity), 6);
        Numerics.AssertClose([1.5, 2], parameter.grad!, 1e-6);
    }

    [Fact]
    public void ValuesAreLimited()
    {
        using var scope = NewDisposeScope();
        var parameter = WithGradient(-3, 0.25);
        nn.utils.clip_grad_value_([parameter], 0.5);
        Numerics.AssertClose([-0.5, 0.25], parameter.grad!);
    }

    [Fact]
    public void ParametersBecomeAVectorAndBack()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(2, 2);
        using var target = nn.Linear(2, 2);
        var vector = nn.utils.parameters_to_vector(source.parameters());
        Assert.Equal([6], vector.shape);
        nn.utils.vector_to_parameters(vector, target.parameters());
        Numerics.AssertClose(Numerics.Values(source.weight), target.weight, 0);
        Numerics.AssertClose(Numerics.Values(source.bias!), target.bias!, 0);
    }

    private static Parameter WithGradient(params double[] gradient)
    {
        var parameter = new Parameter(zeros(gradient.Length, dtype: ScalarType.Float64));
        parameter.grad = tensor(gradient);
        return parameter;
    }
}
