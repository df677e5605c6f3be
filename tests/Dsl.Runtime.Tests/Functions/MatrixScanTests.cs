using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

/// <summary>The recurrence with a matrix per position: its paths against each other and against differences.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class MatrixScanTests
{
    /// <summary>Batch, length, blocks, size; short ones are walked, long ones scanned in chunks.</summary>
    public static TheoryData<long, long, long, long> Shapes => new()
    {
        { 1, 1, 1, 1 },
        { 2, 3, 2, 5 },
        { 1, 50, 3, 4 },
        { 3, 131, 1, 9 },
        { 2, 40, 1, 67 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_paths_are_the_recurrence(long batch, long length, long blocks, long size)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        Tensor[] exact = Operands(batch, length, blocks, size),
            fused = [.. exact.Select(x => x.detach().to(ScalarType.Float32).requires_grad_(true))];
        Tensor expected = MatrixScan.Apply(exact[0], exact[1], exact[2]), weights = randn(expected.shape, ScalarType.Float64);
        List<Tensor> states = [exact[2].detach()];
        for (long position = 0; position < length; position++)
        {
            var moved = exact[0].detach().select(1, position).matmul(states[^1].unsqueeze(-1)).squeeze(-1);
            states.Add(moved.Plus(exact[1].detach().select(1, position)));
        }

        Tolerance.AssertClose(stack(states.Skip(1), 1), expected, 1e-12, "float64");
        var actual = MatrixScan.Apply(fused[0], fused[1], fused[2]);
        Tolerance.AssertClose(expected, actual, 1e-5, "float32");
        (expected * weights).sum().backward();
        (actual * weights.to(ScalarType.Float32)).sum().backward();
        foreach (var (name, wanted, got) in new[] { "matrices", "inputs", "initial" }.Zip(exact, fused))
        {
            Tolerance.AssertClose(wanted.grad!, got.grad!, 2e-5, $"gradient of {name}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Gradients_agree_with_differences(long length)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var operands = Operands(2, length, 2, 3);
        var weights = randn([2, length, 2, 3], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (MatrixScan.Apply(operands[0], operands[1], operands[2]) * weights).sum(),
            [.. new[] { "matrices", "inputs", "initial" }.Zip(operands)]);
    }

    [Fact]
    public void A_walk_is_chosen_for_large_matrices_and_chunks_for_small_ones()
    {
        Assert.Equal((1, 2048), MatrixScanPlan.Of(2048, walks: 8, size: 256));
        Assert.True(MatrixScanPlan.Of(2048, walks: 1, size: 4).Chunks > 1);
        Assert.Equal((1, 5), MatrixScanPlan.Of(5, walks: 1, size: 4));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => MatrixScan.Apply(randn([1, 3, 1, 2, 2]), randn(1, 4, 1, 2), randn(1, 1, 2)));
        Assert.Throws<ArgumentException>(() => MatrixScan.Apply(randn([1, 3, 1, 2, 2]), randn(1, 3, 1, 2), randn(1, 2, 2)));
        Assert.Throws<ArgumentException>(() => MatrixScan.Apply(randn([1, 3, 1, 2, 2]), randn(1, 3, 2), randn(1, 1, 2)));
    }

    // Matrices near one, so that states neither vanish nor grow.
    private static Tensor[] Operands(long batch, long length, long blocks, long size) =>
    [
        (randn([batch, length, blocks, size, size], ScalarType.Float64) * Scalars.Of(0.1 / Math.Sqrt(size)))
            .Plus(eye(size, dtype: ScalarType.Float64) * Scalars.Of(0.95)).requires_grad_(true),
        randn([batch, length, blocks, size], ScalarType.Float64).requires_grad_(true),
        randn([batch, blocks, size], ScalarType.Float64).requires_grad_(true),
    ];
}
