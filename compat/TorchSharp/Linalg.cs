using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra over batches of matrices.</summary>
    public static partial class linalg
    {
        public static Tensor cholesky(Tensor input) => Op.LinalgCholesky.Call(input);

        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            Op.LinalgCholeskyEx.CallTwo(input, false, check_errors);

        public static Tensor cond(Tensor input) => Op.LinalgCond.Call(input);

        public static Tensor cond(Tensor input, double p) => Op.LinalgCond.Call(input, p);

        public static Tensor cond(Tensor input, string p) => Op.LinalgCondPStr.Call(input, p);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Op.LinalgCross.Call(input, other, dim);

        public static Tensor det(Tensor input) => Op.LinalgDet.Call(input);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            Op.LinalgDiagonal.Call(input, offset, dim1, dim2);

        public static (Tensor, Tensor) eig(Tensor input) => Op.LinalgEig.CallTwo(input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Op.LinalgEigh.CallTwo(input, UPLO.ToString());

        public static Tensor eigvals(Tensor input) => Op.LinalgEigvals.Call(input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Op.LinalgEigvalsh.Call(input, UPLO.ToString());

        public static Tensor householder_product(Tensor A, Tensor tau) => Op.LinalgHouseholderProduct.Call(A, tau);

        public static Tensor inv(Tensor input) => Op.LinalgInv.Call(input);

        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Op.LinalgInvEx.CallTwo(input, check_errors);

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Op.LinalgLu.CallThree(input, pivot);

        public static Tensor matrix_exp(Tensor input) => Op.LinalgMatrixExp.Call(input);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Op.LinalgMatrixNormStrOrd.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Op.LinalgMatrixNorm.Call(input, ord, dims is null ? Arg.Default : dims, keepdim);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Op.LinalgMatrixRankAtolRtolFloat.Call(input, atol, rtol, hermitian);

        public static Tensor multi_dot(IList<Tensor> tensors) => Op.LinalgMultiDot.Call(tensors.ToArray());

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Op.LinalgNormOrdStr.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Op.LinalgNorm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Op.LinalgNorm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Op.LinalgNorm.Call(input, Arg.None, dims, keepdim);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Op.LinalgPinvAtolRtolFloat.Call(input, atol, rtol, hermitian);

        public static (Tensor res, Tensor logabsdet) slogdet(Tensor input) => Op.LinalgSlogdet.CallTwo(input);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Op.LinalgSolve.Call(A, B, left);

        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            Op.LinalgSolveEx.CallTwo(A, B, left, check_errors);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Op.LinalgSvd.CallThree(input, fullMatrices);

        public static Tensor svdvals(Tensor input) => Op.LinalgSvdvals.Call(input);

        public static Tensor tensorinv(Tensor input, long ind) => Op.LinalgTensorinv.Call(input, ind);

        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => Op.LinalgTensorsolve.Call(A, B, dims);

        public static Tensor vander(Tensor input, long? N = null) => Op.LinalgVander.Call(input, N);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Op.LinalgVectorNorm.Call(input, ord, dims, keepdim);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Op.LinalgQr.CallTwo(input, mode switch
            {
                QRMode.Reduced => "reduced",
                QRMode.Complete => "complete",
                QRMode.R => "r",
                _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a form of the QR decomposition."),
            });

        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Op.LinalgLuFactor.CallTwo(input, pivot);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            Op.LinalgLstsq.CallFour(input, other);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            Op.LinalgLstsq.CallFour(input, other, rcond);

        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null)
        {
            var solution = Op.LinalgSolveTriangular.Call(A, B, upper, left, unitriangular);
            return Into(@out, solution);
        }

        public static Tensor lu_solve(
            Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            Into(@out, Op.LinalgLuSolve.Call(LU, pivots, B, left, adjoint));

        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) =>
            Into(@out, Op.LinalgVecdot.Call(x, y, dim));

        /// <summary>Which parts of a QR decomposition are computed.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }
    }
}
