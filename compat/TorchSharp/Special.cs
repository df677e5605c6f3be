using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static partial class special
    {
        public static Tensor digamma(Tensor input) => Op.SpecialDigamma.Call(input);

        public static Tensor entr(Tensor input) => Op.SpecialEntr.Call(input);

        public static Tensor erf(Tensor input) => Op.SpecialErf.Call(input);

        public static Tensor erfc(Tensor input) => Op.SpecialErfc.Call(input);

        public static Tensor erfcx(Tensor input) => Op.SpecialErfcx.Call(input);

        public static Tensor erfinv(Tensor input) => Op.SpecialErfinv.Call(input);

        public static Tensor exp2(Tensor input) => Op.SpecialExp2.Call(input);

        public static Tensor expit(Tensor input) => Op.SpecialExpit.Call(input);

        public static Tensor expm1(Tensor input) => Op.SpecialExpm1.Call(input);

        public static Tensor gammaln(Tensor input) => Op.SpecialGammaln.Call(input);

        public static Tensor i0(Tensor input) => Op.SpecialI0.Call(input);

        public static Tensor i0e(Tensor input) => Op.SpecialI0e.Call(input);

        public static Tensor i1(Tensor input) => Op.SpecialI1.Call(input);

        public static Tensor i1e(Tensor input) => Op.SpecialI1e.Call(input);

        public static Tensor logit(Tensor input) => Op.SpecialLogit.Call(input);

        public static Tensor ndtr(Tensor input) => Op.SpecialNdtr.Call(input);

        public static Tensor ndtri(Tensor input) => Op.SpecialNdtri.Call(input);

        public static Tensor psi(Tensor input) => Op.SpecialPsi.Call(input);

        public static Tensor sinc(Tensor input) => Op.SpecialSinc.Call(input);

        public static Tensor sigmoid(Tensor input) => Op.Sigmoid.Call(input);

        public static Tensor gammainc(Tensor input, Tensor other) => Op.SpecialGammainc.Call(input, other);

        public static Tensor gammaincc(Tensor input, Tensor other) => Op.SpecialGammaincc.Call(input, other);

        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Op.SpecialLogSoftmax.Call(input, dim, dtype);

        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Op.SpecialSoftmax.Call(input, dim, dtype);

        public static Tensor multigammaln(Tensor input, long p) => Op.SpecialMultigammaln.Call(input, p);

        public static Tensor polygamma(long n, Tensor input) => Op.SpecialPolygamma.Call(n, input);

        public static Tensor xlog1py(Tensor input, Tensor other) => Op.SpecialXlog1py.Call(input, other);

        public static Tensor zeta(Tensor x, Tensor q) => Op.SpecialZeta.Call(x, q);
    }
}
