using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class OptimizerTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void AdamWFollowsItsFormulaInTwoGroups(bool amsgrad, bool maximize)
    {
        using var first = new Parameter(Numerics.Normal(1, 3));
        using var second = new Parameter(Numerics.Normal(2, 2, 2));
        using var optimizer = optim.AdamW(
            [
                new AdamW.ParamGroup([first], new AdamW.Options { LearningRate = 0.05, weight_decay = 0 }),
                new AdamW.ParamGroup([second], new AdamW.Options()),
            ],
            lr: 0.01,
            beta1: 0.8,
            beta2: 0.95,
            weight_decay: 0.1,
            amsgrad: amsgrad,
            maximize: maximize);
        var references = new[]
        {
            new AdamReference(Numerics.Values(first), 0.05, 0.8, 0.95, 1e-8, 0, amsgrad, maximize),
            new AdamReference(Numerics.Values(second), 0.01, 0.8, 0.95, 1e-8, 0.1, amsgrad, maximize),
        };
        Compare(optimizer, [first, second], references);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.2, false)]
    [InlineData(0.9, 0, true)]
    public void SgdFollowsItsFormula(double momentum, double dampening, bool nesterov)
    {
        using var parameter = new Parameter(Numerics.Normal(4, 5));
        using var optimizer = optim.SGD([parameter], 0.1, momentum, dampening, weight_decay: 0.05, nesterov: nesterov);
        var p = Numerics.Values(parameter);
        double[]? buffer = null;
        for (var step = 0; step < 5; step++)
        {
            var g = p.Select((value, i) => Slope(value, i, step) + (0.05 * value)).ToArray();
            if (momentum != 0)
            {
                buffer = buffer is null ? g : [.. buffer.Zip(g, (b, d) => (momentum * b) + ((1 - dampening) * d))];
                g = nesterov ? [.. g.Zip(buffer, (d, b) => d + (momentum * b))] : buffer;
            }
            p = [.. p.Zip(g, (value, d) => value - (0.1 * d))];
            Backward(parameter, step);
            optimizer.step();
            Numerics.AssertClose(p, parameter);
        }
    }

    [Fact]
    public void ComplexParametersAreTrainedAsPairsOfReals()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(complex(tensor(new[] { 1.0 }), tensor(new[] { 1.0 })));
        using var pair = new Parameter(tensor(new[] { 1.0, 1.0 }));
        using var optimizer = optim.AdamW([parameter], lr: 0.1);
        using var reference = optim.AdamW([pair], lr: 0.1);
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            parameter.abs().pow(2).sum().backward();
            optimizer.step();
            reference.zero_grad();
            pair.pow(2).sum().backward();
            reference.step();
        }
        var expected = Numerics.Values(pair);
        Assert.Equal(0.702, expected[0], 3);
        Numerics.AssertClose([expected[0]], parameter.real);
        Numerics.AssertClose([expected[1]], parameter.imag);
    }

    [Fact]
    public void DefaultsAreThePackages()
    {
        using var parameter = new Parameter(ones(1));
        using var optimizer = optim.AdamW([parameter]);
        var options = ((AdamW.ParamGroup)optimizer.ParamGroups.Single()).Options;
        Assert.Equal((1e-3, 0.9, 0.999, 1e-8, 0), (options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay));
        Assert.Equal(1e-3, optimizer.ParamGroups.Single().InitialLearningRate);
        // This constructor of a group inherits nothing.
        var group = new AdamW.ParamGroup([parameter]);
        Assert.Equal(0, group.Options.weight_decay);
        Assert.Equal(1e-3, group.LearningRate);
    }

    [Fact]
    public void GroupsCanBeAddedAndTheirRatesSet()
    {
        using var first = new Parameter(zeros(1));
        using var second = new Parameter(zeros(1));
        using var optimizer = optim.SGD([first], 1.0);
        optimizer.add_param_group(new SGD.ParamGroup([second], new SGD.Options { LearningRate = 0.5 }));
        Assert.Equal([1.0, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(2, optimizer.parameters().Count());
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate *= 2;
        (first + second).sum().backward();
        optimizer.step();
        Numerics.AssertClose([-2], first);
        Numerics.AssertClose([-1], second);
    }

    [Fact]
    public void ParametersWithoutGradientStayAndZeroGradKeepsTheGradients()
    {
        using var used = new Parameter(ones(1));
        using var unused = new Parameter(ones(1));
        using var optimizer = optim.AdamW([("used", used), ("unused", unused)], weight_decay: 0.5);
        used.sum().backward();
        optimizer.step();
        Numerics.AssertClose([1], unused);
        optimizer.zero_grad();
        Numerics.AssertClose([0], used.grad!);
        Assert.Null(unused.grad);
    }

    [Fact]
    public void TheClosuresLossIsReturned()
    {
        using var parameter = new Parameter(tensor(new[] { 3.0 }));
        using var optimizer = optim.SGD([parameter], 0.5);
        using var loss = optimizer.step(() =>
        {
            var value = parameter.pow(2).sum();
            value.backward();
            return value;
        });
        Assert.Equal(9.0, loss.item<double>());
        Numerics.AssertClose([0], parameter);
    }

    [Fact]
    public void AFileOfTheStateContinuesTheSameRun()
    {
        using var first = new Parameter(Numerics.Normal(5, 3));
        using var optimizer = optim.AdamW([first], lr: 0.1, weight_decay: 0.01, amsgrad: true);
        Run(optimizer, first, 0, 3);
        var path = Path.GetTempFileName();
        using var second = new Parameter(first.detach().clone());
        using var resumed = optim.AdamW([second], lr: 0.7, amsgrad: true);
        try
        {
            optimizer.save_state_dict(path);
            resumed.load_state_dict(path);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Equal(0.1, resumed.ParamGroups.Single().LearningRate);
        Run(optimizer, first, 3, 6);
        Run(resumed, second, 3, 6);
        Numerics.AssertClose(Numerics.Values(first), second, 0);
        Assert.True(optimizer.state_dict().State[0].ApproximatelyEquals(resumed.state_dict().State[0]));
        using var other = optim.SGD([second], 0.1);
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        other.save_state_dict(writer);
        bytes.Position = 0;
        Assert.Throws<InvalidDataException>(() => optimizer.load_state_dict(new BinaryReader(bytes)));
    }

    [Fact]
    public void StateIsCopiedBetweenOptimizers()
    {
        using var first = new Parameter(Numerics.Normal(6, 3));
        using var optimizer = optim.SGD([first], 0.1, momentum: 0.9);
        Run(optimizer, first, 0, 2);
        using var second = new Parameter(first.detach().clone());
        using var resumed = optim.SGD([second], 0.3);
        using (NewDisposeScope())
            resumed.load_state_dict(optimizer.state_dict());
        Run(optimizer, first, 2, 4);
        Run(resumed, second, 2, 4);
        Numerics.AssertClose(Numerics.Values(first), second, 0);
        using var empty = optim.SGD(Array.Empty<Parameter>(), 0.1);
        Assert.Throws<ArgumentException>(() => empty.load_state_dict(optimizer.state_dict()));
    }

    [Fact]
    public void StateSurvivesTheScopeOfItsMaking()
    {
        using var parameter = new Parameter(Numerics.Normal(7, 3));
        AdamW optimizer;
        using (NewDisposeScope())
        {
            optimizer = optim.AdamW([parameter], amsgrad: true);
            Run(optimizer, parameter, 0, 1);
        }
        Run(optimizer, parameter, 1, 2);
        var state = (AdamW.State)optimizer.state_dict().State.Single();
        Assert.Equal(2, state.step);
        optimizer.Dispose();
        Assert.True(state.exp_avg.IsInvalid);
        Assert.False(parameter.IsInvalid);
    }

    [Fact]
    public void AConvertedModulesParametersAreUnknownToAnOlderOptimizer()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1);
        using var optimizer = optim.AdamW(layer.parameters());
        layer.@double();
        layer.call(ones(1, 2, dtype: ScalarType.Float64)).sum().backward();
        Assert.Throws<KeyNotFoundException>(() => optimizer.step());
    }

    [Theory]
    [InlineData(-1, 0.9, 0.999, 1e-8, 0)]
    [InlineData(1, 1, 0.999, 1e-8, 0)]
    [InlineData(1, 0.9, -0.1, 1e-8, 0)]
    [InlineData(1, 0.9, 0.999, -1, 0)]
    [InlineData(1, 0.9, 0.999, 1e-8, -1)]
    public void InvalidOptionsAreRefused(double lr, double beta1, double beta2, double eps, double decay)
    {
        using var parameter = new Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], lr, beta1, beta2, eps, decay));
    }

    private static double Slope(double value, int index, int step) => (value * (index + 1)) + Math.Sin(step + index);

    /// <summary>Gives the parameter the gradient <see cref="Slope"/>.</summary>
    private static void Backward(Parameter parameter, int step)
    {
        using var scope = NewDisposeScope();
        var values = Numerics.Values(parameter);
        parameter.grad = tensor(values.Select((value, i) => Slope(value, i, step)).ToArray()).reshape(parameter.shape);
    }

    private static void Run(optim.Optimizer optimizer, Parameter parameter, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            Backward(parameter, step);
            optimizer.step();
        }
    }

    private static void Compare(optim.Optimizer optimizer, Parameter[] parameters, AdamReference[] references)
    {
        for (var step = 0; step < 6; step++)
        {
            for (var k = 0; k < parameters.Length; k++)
            {
                Backward(parameters[k], step);
                references[k].Step([.. references[k].Values.Select((value, i) => Slope(value, i, step))]);
            }
            optimizer.step();
            for (var k = 0; k < parameters.Length; k++)
                Numerics.AssertClose(references[k].Values, parameters[k]);
        }
    }

    /// <summary>AdamW on plain numbers, as the paper writes it.</summary>
    private sealed class AdamReference(double[] values, double lr, double beta1, double beta2, double eps, double decay, bool amsgrad, bool maximize)
    {
        private readonly double[] _average = new double[values.Length];
        private readonly double[] _square = new double[values.Length];
        private readonly double[] _maximum = new double[values.Length];
        private int _step;

        public double[] Values => values;

        public void Step(double[] slopes)
        {
            _step++;
            for (var i = 0; i < values.Length; i++)
            {
                var g = maximize ? -slopes[i] : slopes[i];
                values[i] -= lr * decay * values[i];
                _average[i] = (beta1 * _average[i]) + ((1 - beta1) * g);
                _square[i] = (beta2 * _square[i]) + ((1 - beta2) * g * g);
                _maximum[i] = Math.Max(_maximum[i], _square[i]);
                var mean = _average[i] / (1 - Math.Pow(beta1, _step));
                var scale = (amsgrad ? _maximum[i] : _square[i]) / (1 - Math.Pow(beta2, _step));
                values[i] -= lr * mean / (Math.Sqrt(scale) + eps);
            }
        }
    }
}
