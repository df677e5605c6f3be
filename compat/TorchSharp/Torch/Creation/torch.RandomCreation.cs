using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor randint(
        long low,
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        RefuseNames(names);
        return WithGrad(
            Op.RandintLowGenerator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)),
            requires_grad);
    }

    public static Tensor randint(
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) => randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long low,
        long high,
        Size size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) => randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long high,
        Size size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) => randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        WithGrad(
            Op.RandpermGenerator.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor normal(
        double mean,
        double std,
        ReadOnlySpan<long> size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        var result = empty(size, dtype, device, names: names).normal_(mean, std, generator);
        return WithGrad(result, requires_grad);
    }

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Op.NormalTensorTensor.Call(mean, std, generator);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) =>
        Into(@out, Op.RandpermGenerator.Call(n, generator, @out.dtype, Arg.None, @out.device));

    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);

    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static bool randint_bool(Generator? generator = null) => randint_long(0, 2, generator) != 0;

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var drawn = randint(low, high, [1], generator: generator);
        return drawn.item<long>();
    }

    public static double rand_float(Generator? generator = null)
    {
        using var drawn = rand(1, float64, generator: generator);
        return drawn.item<double>();
    }

    public static double randn_float(Generator? generator = null)
    {
        using var drawn = randn(1, float64, generator: generator);
        return drawn.item<double>();
    }
}
