using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class PointwiseTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, double, double> Functions => new()
    {
        { "abs", -1.5, 1.5 }, { "neg", 1.5, -1.5 }, { "sign", -3, -1 }, { "ceil", 1.2, 2 }, { "floor", -1.2, -2 },
        { "trunc", -1.7, -1 }, { "frac", 1.25, 0.25 }, { "sqrt", 6.25, 2.5 }, { "rsqrt", 4, 0.5 }, { "square", 3, 9 },
        { "reciprocal", 4, 0.25 }, { "exp", 1, Math.E }, { "exp2", 3, 8 }, { "expm1", 1e-10, 1e-10 }, { "log", Math.E, 1 },
        { "log2", 8, 3 }, { "log10", 1000, 3 }, { "log1p", 1e-10, 1e-10 }, { "erf", 0.5, 0.5204998778130465 },
        { "erfc", 0.5, 0.4795001221869535 }, { "erfinv", 0.5, 0.4769362762044699 }, { "lgamma", 5, 3.1780538303479458 },
        { "digamma", 1, -0.5772156649015329 }, { "i0", 1, 1.2660658777520084 }, { "sinc", 0.5, 2 / Math.PI },
        { "sigmoid", 1, 0.7310585786300049 }, { "deg2rad", 180, Math.PI }, { "rad2deg", Math.PI, 180 },
        { "sin", 1, 0.8414709848078965 }, { "cos", 1, 0.5403023058681398 }, { "tan", 1, 1.5574077246549023 },
        { "asin", 0.5, 0.5235987755982989 }, { "acos", 0.5, 1.0471975511965979 }, { "atan", 1, Math.PI / 4 },
        { "sinh", 1, 1.1752011936438014 }, { "cosh", 1, 1.5430806348152437 }, { "tanh", 1, 0.7615941559557649 },
        { "asinh", 1, 0.881373587019543 }, { "acosh", 2, 1.3169578969248166 }, { "atanh", 0.5, 0.5493061443340549 },
        { "relu", -1, 0 }, { "relu6", 7, 6 }, { "silu", 1, 0.7310585786300049 }, { "gelu", 1, 0.8413447460685429 },
        { "selu", 1, 1.0507009873554805 }, { "hardsigmoid", 1, 2.0 / 3 }, { "hardswish", 1, 2.0 / 3 }, { "log_sigmoid", 0, -0.6931471805599453 },
    };

    /// <summary>The method, its static form and its in-place form, where there is one, agree with the known value.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_of_one_number(string name, double argument, double expected)
    {
        var x = tensor(new[] { argument });
        Check.Close((Tensor)typeof(Tensor).GetMethod(name, [])!.Invoke(x, [])!, [expected], 1e-12);
        if (typeof(torch).GetMethod(name, [typeof(Tensor)]) is { } function)
        {
            Check.Close((Tensor)function.Invoke(null, [x])!, [expected], 1e-12);
        }
        if (typeof(Tensor).GetMethod(name + "_", []) is { } inPlace)
        {
            var y = x.clone();
            Assert.Same(y, inPlace.Invoke(y, []));
            Check.Close(y, [expected], 1e-12);
        }
    }

    [Fact]
    public void Functions_of_more_arguments()
    {
        var a = tensor(new[] { 3.0 });
        var b = tensor(new[] { 4.0 });
        Check.Close(atan2(a, b), [0.6435011087932844]);
        Check.Close(hypot(a, b), [5]);
        Check.Close(pow(a, b), [81]);
        Check.Close(pow(a, 2), [9]);
        Check.Close(logaddexp(a, b), [4.313261687518223]);
        Check.Close(addcdiv(a, a, b, 2), [4.5]);
        Check.Close(addcmul(a, a, b, 2), [27]);
        Check.Close(lerp(a, b, tensor(0.25)), [3.25]);
        Check.Close(xlogy(a, b), [4.1588830833596715]);
        Check.Close(copysign(a, -b), [-3]);
        Check.Close(round(tensor(new[] { 1.256 }), 2), [1.26]);
        Check.Close(logit(tensor(new[] { 0.75 })), [1.0986122886681098]);
        Check.Close(a.polygamma(1), [0.3949340668482264]);
        Check.Close(special.gammainc(a, b), [0.7618966944464557]);
        Check.Close(special.i0e(a), [0.24300035416182542]);
        Check.Close(a.elu(2) + (-a).elu(2), [3 + (2 * (Math.Exp(-3) - 1))]);
        Check.Close((-a).leaky_relu(0.1), [-0.3]);
        Check.Close((-a).celu(2), [2 * (Math.Exp(-1.5) - 1)]);
        Check.Close(a.softplus(), [Math.Log(1 + Math.Exp(3))]);
        Check.Close(a.hardtanh(-1, 1), [1]);
        Check.Close(a.threshold(5, -7), [-7]);
        Check.Close(cat([a, b]).glu(0), [3 / (1 + Math.Exp(-4))]);
    }

    [Fact]
    public void Non_finite_numbers_are_found()
    {
        var x = tensor(new[] { 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity });
        Check.Close(isnan(x), [0, 1, 0, 0]);
        Check.Close(isinf(x), [0, 0, 1, 1]);
        Check.Close(isfinite(x), [1, 0, 0, 0]);
        Check.Close(isposinf(x), [0, 0, 1, 0]);
    }

    [Fact]
    public void Softmaxes()
    {
        var x = tensor(new[,] { { 0.0, Math.Log(3) } });
        Check.Close(softmax(x, 1), [0.25, 0.75]);
        Check.Close(x.softmax(-1), [0.25, 0.75]);
        Check.Close(x.log_softmax(1), [Math.Log(0.25), Math.Log(0.75)]);
        Assert.Equal(float32, x.softmax(1, float32).dtype);
    }
}
