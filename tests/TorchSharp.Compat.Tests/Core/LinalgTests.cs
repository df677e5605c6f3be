using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class LinalgTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _a;
    private readonly Tensor _spd;

    public LinalgTests()
    {
        manual_seed(3);
        _a = randn(2, 4, 4, float64);
        _spd = _a.matmul(_a.mT) + (eye(4, dtype: float64) * 4);
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Products()
    {
        var a = tensor(new[,] { { 1.0, 2 }, { 3, 4 } });
        var v = tensor(new[] { 5.0, 6 });
        Check.Is(matmul(a, v), [2], 17, 39);
        Check.Is(a.mm(a), [2, 2], 7, 10, 15, 22);
        Check.Is(a.mv(v), [2], 17, 39);
        Check.Is(dot(v, v), [], 61);
        Check.Is(outer(v, v), [2, 2], 25, 30, 30, 36);
        Check.Is(bmm(a.unsqueeze(0), a.unsqueeze(0)), [1, 2, 2], 7, 10, 15, 22);
        Check.Is(a.addmm(a, a, beta: 2, alpha: 1), [2, 2], 9, 14, 21, 30);
        Check.Is(einsum("ij,j->i", a, v), [2], 17, 39);
        Check.Is(einsum("ii", a), [], 5);
        Check.Is(kron(v, tensor(new[] { 1.0, 10 })), [4], 5, 50, 6, 60);
        Check.Is(tensordot(a, a, 1), [2, 2], 7, 10, 15, 22);
        Check.Is(tensordot(a, a, [0], [0]), [2, 2], 10, 14, 14, 20);
        Check.Is(a.trace(), [], 5);
    }

    [Fact]
    public void Decompositions_rebuild_their_matrix()
    {
        var (values, vectors) = linalg.eigh(_spd);
        Assert.True(vectors.matmul(values.diag_embed()).matmul(vectors.mH).allclose(_spd));
        var (lambda, v) = linalg.eig(_a);
        Assert.True(v.matmul(lambda.diag_embed()).matmul(linalg.inv(v)).allclose(_a.cdouble()));
        var (q, r) = linalg.qr(_a);
        Assert.True(q.matmul(r).allclose(_a));
        var (u, s, vh) = linalg.svd(_a, fullMatrices: false);
        Assert.True(u.matmul(s.diag_embed()).matmul(vh).allclose(_a));
        var lower = linalg.cholesky(_spd);
        Assert.True(lower.matmul(lower.mT).allclose(_spd));
        var (p, l, upper) = linalg.lu(_a);
        Assert.True(p.matmul(l).matmul(upper).allclose(_a));
        Assert.True(linalg.eigvalsh(_spd).allclose(values));
        Assert.True(linalg.svdvals(_a).allclose(s));
    }

    [Fact]
    public void Solutions_solve()
    {
        var b = randn(2, 4, 3, float64);
        Assert.True(_spd.matmul(linalg.solve(_spd, b)).allclose(b));
        Assert.True(_spd.matmul(linalg.inv(_spd)).allclose(eye(4, dtype: float64).expand(2, 4, 4)));
        var lower = linalg.cholesky(_spd);
        Assert.True(lower.matmul(linalg.solve_triangular(lower, b, upper: false)).allclose(b));
        Assert.True(_spd.matmul(linalg.lstsq(_spd, b).Solution).allclose(b));
        Assert.True(linalg.pinv(_spd).allclose(linalg.inv(_spd)));
    }

    [Fact]
    public void Numbers_of_a_matrix()
    {
        var a = tensor(new[,] { { 2.0, 0 }, { 0, 3 } });
        Check.Is(linalg.det(a), [], 6);
        Check.Close(slogdet(a).logabsdet, [Math.Log(6)]);
        Check.Is(linalg.matrix_rank(a), [], 2);
        Check.Is(linalg.cond(a), [], 1.5);
        Check.Is(linalg.matrix_norm(a), [], Math.Sqrt(13));
        Check.Is(linalg.matrix_norm(a, 1), [], 3);
        Check.Is(linalg.norm(a, "fro"), [], Math.Sqrt(13));
        Check.Is(linalg.norm(a, dims: [0]), [2], 2, 3);
        Check.Close(linalg.matrix_exp(a), [Math.Exp(2), 0, 0, Math.Exp(3)]);
        Check.Close(a.matrix_power(3), [8, 0, 0, 27]);
        Check.Close(linalg.multi_dot([a, a, a]), [8, 0, 0, 27]);
        Check.Close(linalg.cross(tensor(new[] { 1.0, 0, 0 }), tensor(new[] { 0.0, 1, 0 })), [0, 0, 1]);
    }
}
