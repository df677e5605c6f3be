using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>
/// Operators of libtorch without our code. Their times show whether a run of the Python script and one of ours had equally fast machines.
/// </summary>
internal static class FloorCases
{
    private const long Batch = 4, Features = 128;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. new long[] { 1024, 2048, 4096 }.SelectMany(Convolution),
        .. new long[] { 256, 1024 }.Select(MatrixProduct),
        Linear,
        Copy,
        Exponential,
        ComplexExponential,
        ComplexReciprocal,
    ];

    private static BenchmarkCase Linear => Floor(
        $"floor linear ({Batch * 2048}x{Features}) @ ({Features}x{2 * Features})",
        new Work(4.0 * Batch * 2048 * Features * Features, 4.0 * 3 * Batch * 2048 * Features),
        () =>
        {
            Tensor weight = randn(2 * Features, Features).t(), x = randn(Batch * 2048, Features);
            return () => x.matmul(weight);
        });

    private static BenchmarkCase Copy => Floor(
        "floor copy 64 MiB -> 64 MiB",
        new Work(0, 128 << 20),
        () =>
        {
            Tensor source = randn(16 << 20), target = empty(16 << 20);
            return () => target.copy_(source);
        });

    private static BenchmarkCase Exponential => Floor(
        "floor exp of 4.19M f32",
        new Work(Work.Exponential * (4 << 20), 8 * (4 << 20)),
        () =>
        {
            var x = randn(2, 256, 512, 16);
            return () => x.exp();
        });

    // A complex exponential consists of a real exponential, a sine and a cosine.
    private static BenchmarkCase ComplexExponential => Floor(
        "floor exp of 4.19M complex64",
        new Work(3 * Work.Exponential * (4 << 20), 16 * (4 << 20)),
        () =>
        {
            var z = Complex();
            return () => z.exp();
        });

    private static BenchmarkCase ComplexReciprocal => Floor(
        "floor 1/z of 4.19M complex64",
        new Work(6 * (4 << 20), 16 * (4 << 20)),
        () =>
        {
            var z = Complex();
            return () => z.reciprocal();
        });

    private static IEnumerable<BenchmarkCase> Convolution(long length)
    {
        var size = 2 * length;
        double rows = Batch * Features, real = 4.0 * size, spectrum = 8.0 * (length + 1);
        yield return Floor(
            $"floor rfft (B={Batch},H={Features},L={length}) n=2L",
            new Work(rows * Work.Transform(size), rows * ((real / 2) + spectrum)),
            () => Transform(randn(Batch, Features, length), size));
        yield return Floor(
            $"floor rfft (1,H={Features},L={length}) n=2L",
            new Work(Features * Work.Transform(size), Features * ((real / 2) + spectrum)),
            () => Transform(randn(1, Features, length), size));
        yield return Floor(
            $"floor irfft (B={Batch},H={Features}) n=2L={size}",
            new Work(rows * Work.Transform(size), rows * (spectrum + real)),
            () =>
            {
                var x = fft.rfft(randn(Batch, Features, length), n: size);
                return () => fft.irfft(x, n: size);
            });
        yield return Floor(
            $"floor complex product (B={Batch},H={Features},L+1={length + 1})",
            new Work(rows * 6 * (length + 1), ((2 * rows) + Features) * spectrum),
            () =>
            {
                Tensor x = fft.rfft(randn(Batch, Features, length), n: size), k = fft.rfft(randn(1, Features, length), n: size);
                return () => x.mul(k);
            });
        yield return Floor(
            $"floor fftconv rfft+rfft+mul+irfft L={length}",
            new Work(((2 * rows) + Features) * Work.Transform(size), ((2 * rows) + Features) * real / 2),
            () =>
            {
                Tensor x = randn(Batch, Features, length), k = randn(1, Features, length);
                return () => fft.irfft(fft.rfft(x, n: size).mul(fft.rfft(k, n: size)), n: size).narrow(-1, 0, length);
            });
    }

    private static BenchmarkCase MatrixProduct(long size) => Floor(
        $"floor matmul {size}x{size}x{size} f32",
        new Work(2.0 * size * size * size, 12.0 * size * size),
        () =>
        {
            Tensor left = randn(size, size), right = randn(size, size);
            return () => left.matmul(right);
        });

    private static Action Transform(Tensor x, long size) => () => fft.rfft(x, n: size);

    private static Tensor Complex() => randn(128, 32, 1024, ScalarType.ComplexFloat32);

    private static BenchmarkCase Floor(string name, Work work, Func<Action> prepare) =>
        new(name, _ => prepare()) { Work = work, HasReference = false };
}
