using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Op.AddTensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Op.AddTensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Op.AddScalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Op.AddScalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => Op.Add_Tensor.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Op.Add_Tensor.InPlace(this, target, alpha);

        public Tensor add_(Scalar scalar) => Op.Add_Scalar.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Op.Add_Scalar.InPlace(this, scalar, alpha);

        public Tensor sub(Tensor target) => Op.SubTensor.Call(this, target);

        public Tensor sub(Scalar target) => Op.SubScalar.Call(this, target);

        public Tensor sub_(Tensor target) => Op.Sub_Tensor.InPlace(this, target);

        public Tensor sub_(Scalar target) => Op.Sub_Scalar.InPlace(this, target);

        public Tensor subtract(Tensor target) => Op.SubTensor.Call(this, target);

        public Tensor subtract(Scalar target) => Op.SubScalar.Call(this, target);

        public Tensor subtract_(Tensor target) => Op.Sub_Tensor.InPlace(this, target);

        public Tensor subtract_(Scalar target) => Op.Sub_Scalar.InPlace(this, target);

        public Tensor mul(Tensor target) => Op.MulTensor.Call(this, target);

        public Tensor mul(Scalar target) => Op.MulScalar.Call(this, target);

        public Tensor mul_(Tensor target) => Op.Mul_Tensor.InPlace(this, target);

        public Tensor mul_(Scalar target) => Op.Mul_Scalar.InPlace(this, target);

        public Tensor multiply(Tensor target) => Op.MulTensor.Call(this, target);

        public Tensor multiply(Scalar target) => Op.MulScalar.Call(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.DivTensorMode.Call(this, target, NameOf(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.DivScalarMode.Call(this, target, NameOf(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.Div_TensorMode.InPlace(this, target, NameOf(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.Div_ScalarMode.InPlace(this, target, NameOf(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.DivTensorMode.Call(this, target, NameOf(rounding_mode));

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.DivScalarMode.Call(this, target, NameOf(rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.Div_TensorMode.InPlace(this, target, NameOf(rounding_mode));

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.Div_ScalarMode.InPlace(this, target, NameOf(rounding_mode));

        public Tensor true_divide(Tensor other) => Op.DivTensor.Call(this, other);

        public Tensor true_divide(Scalar other) => Op.DivScalar.Call(this, other);

        public Tensor true_divide_(Tensor other) => Op.Div_Tensor.InPlace(this, other);

        public Tensor true_divide_(Scalar other) => Op.Div_Scalar.InPlace(this, other);

        public Tensor floor_divide(Tensor other) => Op.FloorDivide.Call(this, other);

        public Tensor floor_divide(Scalar other) => Op.FloorDivideScalar.Call(this, other);

        public Tensor floor_divide_(Tensor other) => Op.FloorDivide_Tensor.InPlace(this, other);

        public Tensor floor_divide_(Scalar other) => Op.FloorDivide_Scalar.InPlace(this, other);

        public Tensor fmod(Tensor target) => Op.FmodTensor.Call(this, target);

        public Tensor fmod(Scalar scalar) => Op.FmodScalar.Call(this, scalar);

        public Tensor fmod_(Tensor target) => Op.Fmod_Tensor.InPlace(this, target);

        public Tensor fmod_(Scalar scalar) => Op.Fmod_Scalar.InPlace(this, scalar);

        public Tensor remainder(Tensor target) => Op.RemainderTensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => Op.RemainderScalar.Call(this, scalar);

        public Tensor remainder_(Tensor target) => Op.Remainder_Tensor.InPlace(this, target);

        public Tensor remainder_(Scalar scalar) => Op.Remainder_Scalar.InPlace(this, scalar);

        public Tensor pow(Tensor exponent) => Op.PowTensorTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Op.PowTensorScalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => Op.Pow_Tensor.InPlace(this, exponent);

        public Tensor pow_(Scalar exponent) => Op.Pow_Scalar.InPlace(this, exponent);

        public Tensor float_power(Tensor target) => Op.FloatPowerTensorTensor.Call(this, target);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Op.Addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Op.Addcdiv_.InPlace(this, tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => Op.LerpTensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Op.Lerp_Tensor.InPlace(this, end, weight);

        public Tensor maximum(Tensor other) => Op.Maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Op.Minimum.Call(this, other);

        public Tensor fmax(Tensor other) => Op.Fmax.Call(this, other);

        public Tensor fmin(Tensor other) => Op.Fmin.Call(this, other);

        public Tensor logaddexp(Tensor other) => Op.Logaddexp.Call(this, other);

        public Tensor logaddexp2(Tensor other) => Op.Logaddexp2.Call(this, other);

        public Tensor xlogy(Tensor y) => Op.XlogyTensor.Call(this, y);

        public Tensor xlogy(Scalar y) => Op.XlogyScalarOther.Call(this, y);

        public Tensor copysign(Tensor other) => Op.CopysignTensor.Call(this, other);

        public Tensor copysign_(Tensor other) => Op.Copysign_Tensor.InPlace(this, other);

        public Tensor heaviside(Tensor other) => Op.Heaviside.Call(this, other);

        public Tensor ldexp(Tensor other) => Op.LdexpTensor.Call(this, other);

        public Tensor nextafter(Tensor other) => Op.Nextafter.Call(this, other);

        public Tensor gcd(Tensor other) => Op.Gcd.Call(this, other);

        public Tensor lcm(Tensor other) => Op.Lcm.Call(this, other);

        public Tensor igamma(Tensor other) => Op.Igamma.Call(this, other);

        public Tensor igammac(Tensor other) => Op.Igammac.Call(this, other);

        private static string? NameOf(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
