using SerpentDsl.Native;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

public sealed class DenseSystemsTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(192)]
    [InlineData(256)]
    public void A_batch_of_large_systems_is_solved(long n)
    {
        using var scope = NewDisposeScope();
        using var threads = new Threads(2);
        var (a, b) = Systems(n, ScalarType.ComplexFloat64);
        Tensor x = DenseSystems.Solve(a, b), inverse = DenseSystems.Inverse(a);
        Assert.InRange(Residual(a, x, b), 0, 1e-12);
        Assert.InRange(Residual(a, inverse, eye(n, dtype: a.dtype).expand(a.shape)), 0, 1e-12);
    }

    [Theory]
    [InlineData(192)]
    [InlineData(256)]
    public void So_are_its_gradients(long n)
    {
        using var scope = NewDisposeScope();
        using var threads = new Threads(2);
        var (a, b) = Systems(n, ScalarType.Float64);
        a.requires_grad_(true);
        b.requires_grad_(true);
        Tensor x = DenseSystems.Solve(a, b), weights = randn_like(x);
        (x * weights).sum().backward();

        // ∂b = A⁻ᵀ w and ∂A = −∂b xᵀ.
        Assert.InRange(Residual(a.detach().transpose(1, 2), b.grad!, weights), 0, 1e-12);
        var expected = -b.grad!.matmul(x.detach().transpose(1, 2));
        Assert.InRange((a.grad! - expected).abs().max().item<double>(), 0, 1e-12 * expected.abs().max().item<double>());
    }

    // Diagonally dominant, so that the residual says how right the solution is.
    private static (Tensor A, Tensor B) Systems(long n, ScalarType type) =>
        (randn([4, n, n], type).Plus(Scalars.Of(2 * Math.Sqrt(n)) * eye(n, dtype: type)), randn([4, n, 3], type));

    private static double Residual(Tensor a, Tensor x, Tensor b) => (a.matmul(x) - b).abs().max().item<double>();

    private sealed class Threads : IDisposable
    {
        private readonly int _before = get_num_threads();

        public Threads(int count) => set_num_threads(count);

        public void Dispose() => set_num_threads(_before);
    }
}
