using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

/// <summary>However a parameter lies in memory, and whatever its neighbours in the group are, its steps are the same.</summary>
public sealed class AdamPathTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 1, 1e-13)]
    [InlineData(ScalarType.Float64, 37, 1e-13)]
    [InlineData(ScalarType.Float32, 37, 2e-6)]
    [InlineData(ScalarType.Float32, 300, 2e-6)]
    [InlineData(ScalarType.BFloat16, 5, 1e-2)]
    [InlineData(ScalarType.ComplexFloat64, 9, 1e-13)]
    public void DenseAndStridedParametersStepAlike(ScalarType type, int size, double tolerance)
    {
        Check(type, size, tolerance, (parameters, decay, maximize) => optim.AdamW(parameters, 0.01, weight_decay: decay, maximize: maximize));
    }

    [Fact]
    public void ThreadsDoNotChangeTheBits()
    {
        var threads = get_num_threads();
        try
        {
            Assert.Equal(Trained(1), Trained(3));
        }
        finally
        {
            set_num_threads(threads);
        }

        static double[] Trained(int count)
        {
            set_num_threads(count);
            using var scope = NewDisposeScope();
            using var parameter = new Parameter(Numerics.Normal(1, 130_003).to(ScalarType.Float32));
            using var optimizer = optim.AdamW([parameter], 0.01, weight_decay: 0.1);
            parameter.grad = Numerics.Normal(2, 130_003).to(ScalarType.Float32);
            optimizer.step();
            optimizer.step();
            return Numerics.Values(parameter);
        }
    }

    [Fact]
    public void AGradientWithoutMemoryOfItsOwnIsRead()
    {
        using var scope = NewDisposeScope();
        using var dense = new Parameter(Numerics.Normal(1, 6));
        using var expanded = new Parameter(dense.detach().clone());
        dense.grad = ones(6, dtype: ScalarType.Float64);
        expanded.grad = ones(1, dtype: ScalarType.Float64).expand(6);
        Step(dense);
        Step(expanded);
        Numerics.AssertClose(Numerics.Values(dense), expanded);

        static void Step(Parameter parameter)
        {
            using var optimizer = optim.AdamW([parameter], 0.1);
            optimizer.step();
        }
    }

    [Fact]
    public void AGradientThatIsANotedConjugateIsRead()
    {
        using var scope = NewDisposeScope();
        using var noted = new Parameter(complex(tensor(new[] { 1.0, 2 }), tensor(new[] { 3.0, -1 })));
        using var written = new Parameter(noted.detach().clone());
        var gradient = complex(tensor(new[] { 0.5, -2 }), tensor(new[] { 1.5, 0.25 }));
        noted.grad = gradient.conj();
        written.grad = gradient.conj().resolve_conj();
        using var first = optim.AdamW([noted], 0.1);
        using var second = optim.AdamW([written], 0.1);
        first.step();
        second.step();
        Numerics.AssertClose(Numerics.Values(view_as_real(written.detach())), view_as_real(noted.detach()));
    }

    [Fact]
    public void AutogradNoticesThatTheParameterChanged()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(ones(3));
        using var optimizer = optim.AdamW([parameter]);
        var loss = parameter.pow(2).sum();
        parameter.grad = ones(3);
        optimizer.step();
        Assert.ThrowsAny<Exception>(() => loss.backward());
    }

    private static void Check(ScalarType type, int size, double tolerance, Func<Parameter[], double, bool, OptimizerHelper> optimizer)
    {
        foreach (var (decay, maximize) in new[] { (0.0, false), (0.1, false), (0.1, true) })
        {
            using var scope = NewDisposeScope();
            var dense = Parameters(type, size, strided: false);
            var together = Parameters(type, size, strided: true);
            var alone = Parameters(type, size, strided: true);
            Assert.All(together, parameter => Assert.Equal(size == 1, parameter.is_contiguous()));
            using var first = optimizer(dense, decay, maximize);
            using var second = optimizer(together, decay, maximize);
            var others = alone.Select(parameter => optimizer([parameter], decay, maximize)).ToList();
            for (var step = 0; step < 4; step++)
            {
                foreach (var parameters in new[] { dense, together, alone })
                    SetGradients(parameters, step);
                first.step();
                second.step();
                others.ForEach(other => other.step());
            }
            for (var i = 0; i < dense.Length; i++)
            {
                Numerics.AssertClose(Reals(dense[i]), Pairs(together[i]), tolerance);
                Numerics.AssertClose(Reals(dense[i]), Pairs(alone[i]), tolerance);
            }
            others.ForEach(other => other.Dispose());
        }
    }

    private static Parameter[] Parameters(ScalarType type, int size, bool strided) =>
        [.. Enumerable.Range(0, 3).Select(i => new Parameter(strided ? Values(i, type, size).t().contiguous().t() : Values(i, type, size)))];

    private static void SetGradients(Parameter[] parameters, int step)
    {
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].grad = Values(10 + (3 * step) + i, parameters[i].dtype, (int)parameters[i].shape[0]);
    }

    private static Tensor Values(int seed, ScalarType type, int size)
    {
        var real = Numerics.Normal(seed, size, 3);
        return type == ScalarType.ComplexFloat64 ? complex(real, Numerics.Normal(seed + 1000, size, 3)) : real.to(type);
    }

    private static Tensor Pairs(Tensor tensor) => tensor.is_complex() ? view_as_real(tensor.detach()) : tensor;

    private static double[] Reals(Tensor tensor) => Numerics.Values(Pairs(tensor));
}
