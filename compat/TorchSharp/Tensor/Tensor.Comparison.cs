using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Op.EqTensor.Call(this, target);

        public Tensor eq(Scalar target) => Op.EqScalar.Call(this, target);

        public Tensor eq_(Tensor target) => Op.Eq_Tensor.InPlace(this, target);

        public Tensor eq_(Scalar target) => Op.Eq_Scalar.InPlace(this, target);

        public Tensor ne(Tensor target) => Op.NeTensor.Call(this, target);

        public Tensor ne(Scalar target) => Op.NeScalar.Call(this, target);

        public Tensor ne_(Tensor target) => Op.Ne_Tensor.InPlace(this, target);

        public Tensor ne_(Scalar target) => Op.Ne_Scalar.InPlace(this, target);

        public Tensor lt(Tensor target) => Op.LtTensor.Call(this, target);

        public Tensor lt(Scalar target) => Op.LtScalar.Call(this, target);

        public Tensor lt_(Tensor target) => Op.Lt_Tensor.InPlace(this, target);

        public Tensor lt_(Scalar target) => Op.Lt_Scalar.InPlace(this, target);

        public Tensor le(Tensor target) => Op.LeTensor.Call(this, target);

        public Tensor le(Scalar target) => Op.LeScalar.Call(this, target);

        public Tensor le_(Tensor target) => Op.Le_Tensor.InPlace(this, target);

        public Tensor le_(Scalar target) => Op.Le_Scalar.InPlace(this, target);

        public Tensor gt(Tensor target) => Op.GtTensor.Call(this, target);

        public Tensor gt(Scalar target) => Op.GtScalar.Call(this, target);

        public Tensor gt_(Tensor target) => Op.Gt_Tensor.InPlace(this, target);

        public Tensor gt_(Scalar target) => Op.Gt_Scalar.InPlace(this, target);

        public Tensor ge(Tensor target) => Op.GeTensor.Call(this, target);

        public Tensor ge(Scalar target) => Op.GeScalar.Call(this, target);

        public Tensor ge_(Tensor target) => Op.Ge_Tensor.InPlace(this, target);

        public Tensor ge_(Scalar target) => Op.Ge_Scalar.InPlace(this, target);

        public Tensor not_equal(Tensor target) => Op.NeTensor.Call(this, target);

        public Tensor less(Tensor target) => Op.LtTensor.Call(this, target);

        public Tensor less_equal(Tensor target) => Op.LeTensor.Call(this, target);

        public Tensor greater(Tensor target) => Op.GtTensor.Call(this, target);

        public Tensor greater_equal(Tensor target) => Op.GeTensor.Call(this, target);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Op.Allclose.CallBool(this, target, rtol, atol, equal_nan);

        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            Op.Isclose.Call(this, other, rtol, atol, nanEqual);

        public Tensor isfinite() => Op.Isfinite.Call(this);

        public Tensor isinf() => Op.Isinf.Call(this);

        public Tensor isnan() => Op.Isnan.Call(this);

        public Tensor isneginf() => Op.Isneginf.Call(this);

        public Tensor isposinf() => Op.Isposinf.Call(this);

        public Tensor isreal() => Op.Isreal.Call(this);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Op.IsinTensorTensor.Call(this, test_elements, assumeUnique, invert);
    }
}
