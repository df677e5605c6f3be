using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Op.Matmul.Call(this, target);

        public Tensor mm(Tensor target) => Op.Mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => Op.Bmm.Call(this, batch2);

        public Tensor mv(Tensor target) => Op.Mv.Call(this, target);

        public Tensor dot(Tensor target) => Op.Dot.Call(this, target);

        public Tensor vdot(Tensor target) => Op.Vdot.Call(this, target);

        public Tensor inner(Tensor vec2) => Op.Inner.Call(this, vec2);

        public Tensor outer(Tensor vec2) => Op.Outer.Call(this, vec2);

        public Tensor ger(Tensor vec2) => Op.Outer.Call(this, vec2);

        public Tensor kron(Tensor other) => Op.Kron.Call(this, other);

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Op.Tensordot.Call(this, b, dims1, dims2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Op.Addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Op.Addmm_.InPlace(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Op.Addmv.Call(this, mat, vec, (double)beta, (double)alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) =>
            Op.Addmv_.InPlace(this, mat, vec, (double)beta, (double)alpha);

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            Op.Addbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) =>
            Op.Addr.Call(this, vec1, vec2, (double)beta, (double)alpha);

        public Tensor inverse() => Op.Inverse.Call(this);

        public Tensor det() => Op.Det.Call(this);

        public Tensor logdet() => Op.Logdet.Call(this);

        public Tensor matrix_exp() => Op.MatrixExp.Call(this);

        public Tensor matrix_power(int n) => Op.MatrixPower.Call(this, n);

        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Op.LinalgPinv.Call(this, rcond, hermitian);

        public Tensor cholesky_inverse(bool upper = false) => Op.CholeskyInverse.Call(this, upper);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Op.CholeskySolve.Call(this, input2, upper);

        public Tensor tensordot(Tensor b, long dims = 2) => Op.Tensordot.Call(this, b, LastDimensions(dims), FirstDimensions(dims));

        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            Op.Tensordot.Call(this, b, Array.ConvertAll(dims, pair => pair.Item1), Array.ConvertAll(dims, pair => pair.Item2));

        private static long[] FirstDimensions(long count)
        {
            var dimensions = new long[count];
            for (int i = 0; i < dimensions.Length; i++)
            {
                dimensions[i] = i;
            }
            return dimensions;
        }

        private static long[] LastDimensions(long count) => Array.ConvertAll(FirstDimensions(count), dimension => dimension - count);
    }
}
