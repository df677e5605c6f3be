using System.Numerics;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Op.AddTensor.Call(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => Op.AddScalar.Call(left, right);

        public static Tensor operator +(Scalar left, Tensor right) => Op.AddScalar.Call(right, left);

        public static Tensor operator +(Tensor left, int right) => Op.AddScalar.Call(left, (long)right);

        public static Tensor operator +(Tensor left, long right) => Op.AddScalar.Call(left, right);

        public static Tensor operator +(Tensor left, float right) => Op.AddScalar.Call(left, (double)right);

        public static Tensor operator +(Tensor left, double right) => Op.AddScalar.Call(left, right);

        public static Tensor operator +(int left, Tensor right) => Op.AddScalar.Call(right, (long)left);

        public static Tensor operator +(long left, Tensor right) => Op.AddScalar.Call(right, left);

        public static Tensor operator +(float left, Tensor right) => Op.AddScalar.Call(right, (double)left);

        public static Tensor operator +(double left, Tensor right) => Op.AddScalar.Call(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Op.SubTensor.Call(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Op.SubScalar.Call(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => Op.RsubScalar.Call(right, left);

        public static Tensor operator -(Tensor left, int right) => Op.SubScalar.Call(left, (long)right);

        public static Tensor operator -(Tensor left, long right) => Op.SubScalar.Call(left, right);

        public static Tensor operator -(Tensor left, float right) => Op.SubScalar.Call(left, (double)right);

        public static Tensor operator -(Tensor left, double right) => Op.SubScalar.Call(left, right);

        public static Tensor operator -(int left, Tensor right) => Op.RsubScalar.Call(right, (long)left);

        public static Tensor operator -(long left, Tensor right) => Op.RsubScalar.Call(right, left);

        public static Tensor operator -(float left, Tensor right) => Op.RsubScalar.Call(right, (double)left);

        public static Tensor operator -(double left, Tensor right) => Op.RsubScalar.Call(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => Op.MulTensor.Call(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Op.MulScalar.Call(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Op.MulScalar.Call(right, left);

        public static Tensor operator *(Tensor left, int right) => Op.MulScalar.Call(left, (long)right);

        public static Tensor operator *(Tensor left, long right) => Op.MulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, float right) => Op.MulScalar.Call(left, (double)right);

        public static Tensor operator *(Tensor left, double right) => Op.MulScalar.Call(left, right);

        public static Tensor operator *(int left, Tensor right) => Op.MulScalar.Call(right, (long)left);

        public static Tensor operator *(long left, Tensor right) => Op.MulScalar.Call(right, left);

        public static Tensor operator *(float left, Tensor right) => Op.MulScalar.Call(right, (double)left);

        public static Tensor operator *(double left, Tensor right) => Op.MulScalar.Call(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Op.DivTensor.Call(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Op.DivScalar.Call(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Divide(left, right);

        public static Tensor operator /(Tensor left, int right) => Op.DivScalar.Call(left, (long)right);

        public static Tensor operator /(Tensor left, long right) => Op.DivScalar.Call(left, right);

        public static Tensor operator /(Tensor left, float right) => Op.DivScalar.Call(left, (double)right);

        public static Tensor operator /(Tensor left, double right) => Op.DivScalar.Call(left, right);

        public static Tensor operator /(int left, Tensor right) => Divide(left, right);

        public static Tensor operator /(long left, Tensor right) => Divide(left, right);

        public static Tensor operator /(float left, Tensor right) => Divide(left, right);

        public static Tensor operator /(double left, Tensor right) => Divide(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Op.RemainderTensor.Call(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Op.RemainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, int right) => Op.RemainderScalar.Call(left, (long)right);

        public static Tensor operator %(Tensor left, long right) => Op.RemainderScalar.Call(left, right);

        public static Tensor operator %(Tensor left, float right) => Op.RemainderScalar.Call(left, (double)right);

        public static Tensor operator %(Tensor left, double right) => Op.RemainderScalar.Call(left, right);

        public static Tensor operator ==(Tensor left, Tensor right) => Op.EqTensor.Call(left, right);

        public static Tensor operator ==(Tensor left, Scalar right) => Op.EqScalar.Call(left, right);

        public static Tensor operator ==(Scalar left, Tensor right) => Op.EqScalar.Call(right, left);

        public static Tensor operator !=(Tensor left, Tensor right) => Op.NeTensor.Call(left, right);

        public static Tensor operator !=(Tensor left, Scalar right) => Op.NeScalar.Call(left, right);

        public static Tensor operator !=(Scalar left, Tensor right) => Op.NeScalar.Call(right, left);

        public static Tensor operator <(Tensor left, Tensor right) => Op.LtTensor.Call(left, right);

        public static Tensor operator <(Tensor left, Scalar right) => Op.LtScalar.Call(left, right);

        public static Tensor operator <(Scalar left, Tensor right) => Op.GtScalar.Call(right, left);

        public static Tensor operator <=(Tensor left, Tensor right) => Op.LeTensor.Call(left, right);

        public static Tensor operator <=(Tensor left, Scalar right) => Op.LeScalar.Call(left, right);

        public static Tensor operator <=(Scalar left, Tensor right) => Op.GeScalar.Call(right, left);

        public static Tensor operator >(Tensor left, Tensor right) => Op.GtTensor.Call(left, right);

        public static Tensor operator >(Tensor left, Scalar right) => Op.GtScalar.Call(left, right);

        public static Tensor operator >(Scalar left, Tensor right) => Op.LtScalar.Call(right, left);

        public static Tensor operator >=(Tensor left, Tensor right) => Op.GeTensor.Call(left, right);

        public static Tensor operator >=(Tensor left, Scalar right) => Op.GeScalar.Call(left, right);

        public static Tensor operator >=(Scalar left, Tensor right) => Op.LeScalar.Call(right, left);

        public static Tensor operator &(Tensor left, Tensor right) => Op.BitwiseAndTensor.Call(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Op.BitwiseOrTensor.Call(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Op.BitwiseXorTensor.Call(left, right);

        public static Tensor operator ~(Tensor left) => Op.BitwiseNot.Call(left);

        public static Tensor operator -(Tensor tensor) => Op.Neg.Call(tensor);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor((float, float) value) => tensor(value);

        public static implicit operator Tensor(Complex value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => scalar.Type switch
        {
            ScalarType.Int64 => tensor(scalar.ToInt64()),
            ScalarType.Bool => tensor(scalar.ToBoolean()),
            ScalarType.Float64 => tensor(scalar.ToDouble()),
            _ => tensor(scalar.ToComplexFloat64()),
        };

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        public static implicit operator Tensor(Complex[] value) => tensor(value);

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        // As in Python: the reciprocal times the number, which is differentiable and promotes integers.
        private static Tensor Divide(Scalar left, Tensor right)
        {
            using var reciprocal = right.reciprocal();
            return reciprocal.mul(left);
        }
    }
}
