using SerpentDsl.Functions;
using SerpentDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Optimizers;

public sealed class FusedAdamWTests
{
    /// <summary>Twenty steps of ten roundings each, by an ulp of a number near 1 (1.2e-7), mostly with other signs.</summary>
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    public void Twenty_steps_are_those_of_the_definition(double decay)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [Random(3), Random(7, 33), Random(70_000)];
        double[][] expected = [.. parameters.Select(Values)];
        double[][] first = [.. expected.Select(values => new double[values.Length])];
        double[][] second = [.. expected.Select(values => new double[values.Length])];
        using var optimizer = optim.AdamW(parameters, 0.01, weight_decay: decay);
        for (var step = 1; step <= 20; step++)
        {
            for (var p = 0; p < parameters.Length; p++)
            {
                parameters[p].grad = randn(parameters[p].shape);
                var gradient = Values(parameters[p].grad!);
                for (var i = 0; i < gradient.Length; i++)
                {
                    first[p][i] = (0.9 * first[p][i]) + (0.1 * gradient[i]);
                    second[p][i] = (0.999 * second[p][i]) + (0.001 * gradient[i] * gradient[i]);
                    var scale = Math.Sqrt(second[p][i] / (1 - Math.Pow(0.999, step))) + 1e-8;
                    expected[p][i] = (expected[p][i] * (1 - (0.01 * decay))) - (0.01 / (1 - Math.Pow(0.9, step)) * first[p][i] / scale);
                }
            }

            FusedAdamW.Step(optimizer);
        }

        for (var p = 0; p < parameters.Length; p++)
        {
            Assert.All(expected[p].Zip(Values(parameters[p])), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Fact]
    public void The_optimizers_own_step_may_follow()
    {
        using var scope = NewDisposeScope();
        Parameter fused = Random(50), plain = new(fused.detach().clone());
        using AdamW one = optim.AdamW([fused], 0.01), other = optim.AdamW([plain], 0.01);
        for (var step = 0; step < 6; step++)
        {
            fused.grad = randn(50);
            plain.grad = fused.grad!.clone();
            if (step < 3)
            {
                FusedAdamW.Step(one);
            }
            else
            {
                one.step();
            }

            other.step();
        }

        Assert.InRange((fused - plain).abs().max().item<float>(), 0, Tolerance);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        using var scope = NewDisposeScope();
        Parameter still = Random(5), moved = Random(5);
        using var optimizer = optim.AdamW([still, moved], 0.01, weight_decay: 0.1);
        var before = Values(still);
        moved.grad = ones(5);
        FusedAdamW.Step(optimizer);
        Assert.Equal(before, Values(still));
        Assert.Equal([0, 1], optimizer.state_dict().State.Select(state => ((AdamW.State)state).step));
    }

    [Fact]
    public void Other_types_and_the_reference_path_take_the_optimizers_own_step()
    {
        using var scope = NewDisposeScope();
        Parameter wide = new(ones(4, ScalarType.Float64));
        using var optimizer = optim.AdamW([wide], 0.5);
        wide.grad = ones(4, ScalarType.Float64);
        FusedAdamW.Step(optimizer);
        Assert.Equal(0.5, wide[0].item<double>(), 1e-6);
        using var off = FusedKernels.Off();
        FusedAdamW.Step(optimizer);
        Assert.Equal(0, wide[0].item<double>(), 1e-6);
    }

    [Fact]
    public void Steps_leave_no_tensor()
    {
        using var parameter = Random(40);
        using var optimizer = optim.AdamW([parameter], 0.01);
        parameter.grad = ones(40);
        LeakCheck.AssertFlat(() => FusedAdamW.Step(optimizer));
    }

    private static Parameter Random(params long[] shape) => new(randn(shape));

    private static double[] Values(Tensor x) => [.. x.detach().reshape(-1).data<float>().ToArray().Select(value => (double)value)];
}
