using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bitwise_not() => Op.BitwiseNot.Call(this);

        public Tensor bitwise_not_() => Op.BitwiseNot_.InPlace(this);

        public Tensor logical_not() => Op.LogicalNot.Call(this);

        public Tensor logical_not_() => Op.LogicalNot_.InPlace(this);

        public Tensor bitwise_and(Tensor other) => Op.BitwiseAndTensor.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => Op.BitwiseAnd_Tensor.InPlace(this, other);

        public Tensor bitwise_or(Tensor other) => Op.BitwiseOrTensor.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => Op.BitwiseOr_Tensor.InPlace(this, other);

        public Tensor bitwise_xor(Tensor other) => Op.BitwiseXorTensor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => Op.BitwiseXor_Tensor.InPlace(this, other);

        public Tensor bitwise_left_shift(Tensor other) => Op.BitwiseLeftShiftTensor.Call(this, other);

        public Tensor bitwise_left_shift_(Tensor other) => Op.BitwiseLeftShift_Tensor.InPlace(this, other);

        public Tensor bitwise_right_shift(Tensor other) => Op.BitwiseRightShiftTensor.Call(this, other);

        public Tensor bitwise_right_shift_(Tensor other) => Op.BitwiseRightShift_Tensor.InPlace(this, other);

        public Tensor logical_and(Tensor other) => Op.LogicalAnd.Call(this, other);

        public Tensor logical_and_(Tensor other) => Op.LogicalAnd_.InPlace(this, other);

        public Tensor logical_or(Tensor other) => Op.LogicalOr.Call(this, other);

        public Tensor logical_or_(Tensor other) => Op.LogicalOr_.InPlace(this, other);

        public Tensor logical_xor(Tensor other) => Op.LogicalXor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => Op.LogicalXor_.InPlace(this, other);
    }
}
