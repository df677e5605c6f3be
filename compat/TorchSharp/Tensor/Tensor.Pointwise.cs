using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Op.Abs.Call(this);

        public Tensor abs_() => Op.Abs_.InPlace(this);

        public Tensor absolute() => Op.Absolute.Call(this);

        public Tensor absolute_() => Op.Absolute_.InPlace(this);

        public Tensor neg() => Op.Neg.Call(this);

        public Tensor neg_() => Op.Neg_.InPlace(this);

        public Tensor negative() => Op.Negative.Call(this);

        public Tensor positive() => Op.Positive.Call(this);

        public Tensor sign() => Op.Sign.Call(this);

        public Tensor sign_() => Op.Sign_.InPlace(this);

        public Tensor sgn() => Op.Sgn.Call(this);

        public Tensor sgn_() => Op.Sgn_.InPlace(this);

        public Tensor signbit() => Op.Signbit.Call(this);

        public Tensor ceil() => Op.Ceil.Call(this);

        public Tensor ceil_() => Op.Ceil_.InPlace(this);

        public Tensor floor() => Op.Floor.Call(this);

        public Tensor floor_() => Op.Floor_.InPlace(this);

        public Tensor trunc() => Op.Trunc.Call(this);

        public Tensor trunc_() => Op.Trunc_.InPlace(this);

        public Tensor fix() => Op.Fix.Call(this);

        public Tensor fix_() => Op.Fix_.InPlace(this);

        public Tensor frac() => Op.Frac.Call(this);

        public Tensor frac_() => Op.Frac_.InPlace(this);

        public Tensor round(long decimals = 0) => Op.RoundDecimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) => Op.Round_Decimals.InPlace(this, decimals);

        public Tensor sqrt() => Op.Sqrt.Call(this);

        public Tensor sqrt_() => Op.Sqrt_.InPlace(this);

        public Tensor rsqrt() => Op.Rsqrt.Call(this);

        public Tensor rsqrt_() => Op.Rsqrt_.InPlace(this);

        public Tensor square() => Op.Square.Call(this);

        public Tensor reciprocal() => Op.Reciprocal.Call(this);

        public Tensor reciprocal_() => Op.Reciprocal_.InPlace(this);

        public Tensor exp() => Op.Exp.Call(this);

        public Tensor exp_() => Op.Exp_.InPlace(this);

        public Tensor exp2() => Op.Exp2.Call(this);

        public Tensor exp2_() => Op.Exp2_.InPlace(this);

        public Tensor expm1() => Op.Expm1.Call(this);

        public Tensor expm1_() => Op.Expm1_.InPlace(this);

        public Tensor log() => Op.Log.Call(this);

        public Tensor log_() => Op.Log_.InPlace(this);

        public Tensor log2() => Op.Log2.Call(this);

        public Tensor log2_() => Op.Log2_.InPlace(this);

        public Tensor log10() => Op.Log10.Call(this);

        public Tensor log10_() => Op.Log10_.InPlace(this);

        public Tensor log1p() => Op.Log1p.Call(this);

        public Tensor log1p_() => Op.Log1p_.InPlace(this);

        public Tensor erf() => Op.Erf.Call(this);

        public Tensor erf_() => Op.Erf_.InPlace(this);

        public Tensor erfc() => Op.Erfc.Call(this);

        public Tensor erfc_() => Op.Erfc_.InPlace(this);

        public Tensor erfinv() => Op.Erfinv.Call(this);

        public Tensor erfinv_() => Op.Erfinv_.InPlace(this);

        public Tensor lgamma() => Op.Lgamma.Call(this);

        public Tensor lgamma_() => Op.Lgamma_.InPlace(this);

        public Tensor digamma() => Op.Digamma.Call(this);

        public Tensor digamma_() => Op.Digamma_.InPlace(this);

        public Tensor i0() => Op.I0.Call(this);

        public Tensor i0_() => Op.I0_.InPlace(this);

        public Tensor sinc() => Op.Sinc.Call(this);

        public Tensor sinc_() => Op.Sinc_.InPlace(this);

        public Tensor polygamma(long p) => Op.Polygamma.Call(p, this);

        public Tensor mvlgamma(long p) => Op.Mvlgamma.Call(this, p);

        public Tensor sigmoid() => Op.Sigmoid.Call(this);

        public Tensor sigmoid_() => Op.Sigmoid_.InPlace(this);

        public Tensor logit(double? eps = null) => Op.Logit.Call(this, eps);

        public Tensor logit_(double? eps = null) => Op.Logit_.InPlace(this, eps);

        public Tensor deg2rad() => Op.Deg2rad.Call(this);

        public Tensor deg2rad_() => Op.Deg2rad_.InPlace(this);

        public Tensor rad2deg() => Op.Rad2deg.Call(this);

        public Tensor rad2deg_() => Op.Rad2deg_.InPlace(this);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Op.NanToNum.Call(this, nan, posinf, neginf);

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) => Op.NanToNum_.InPlace(this, nan, posinf, neginf);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.ClampTensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Op.Clamp_.InPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Op.Clamp_Tensor.InPlace(this, min, max);

        public Tensor clamp_max(Scalar max) => Op.ClampMax.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Op.ClampMax_.InPlace(this, max);

        public Tensor clamp_min(Scalar min) => Op.ClampMin.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Op.ClampMin_.InPlace(this, min);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => Op.Clamp.Call(this, min, max);
    }
}
