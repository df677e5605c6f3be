using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sin() => Op.Sin.Call(this);

        public Tensor sin_() => Op.Sin_.InPlace(this);

        public Tensor cos() => Op.Cos.Call(this);

        public Tensor cos_() => Op.Cos_.InPlace(this);

        public Tensor tan() => Op.Tan.Call(this);

        public Tensor tan_() => Op.Tan_.InPlace(this);

        public Tensor asin() => Op.Asin.Call(this);

        public Tensor asin_() => Op.Asin_.InPlace(this);

        public Tensor acos() => Op.Acos.Call(this);

        public Tensor acos_() => Op.Acos_.InPlace(this);

        public Tensor atan() => Op.Atan.Call(this);

        public Tensor atan_() => Op.Atan_.InPlace(this);

        public Tensor arcsin() => Op.Arcsin.Call(this);

        public Tensor arcsin_() => Op.Arcsin_.InPlace(this);

        public Tensor arccos() => Op.Arccos.Call(this);

        public Tensor arccos_() => Op.Arccos_.InPlace(this);

        public Tensor arctan() => Op.Arctan.Call(this);

        public Tensor arctan_() => Op.Arctan_.InPlace(this);

        public Tensor sinh() => Op.Sinh.Call(this);

        public Tensor sinh_() => Op.Sinh_.InPlace(this);

        public Tensor cosh() => Op.Cosh.Call(this);

        public Tensor cosh_() => Op.Cosh_.InPlace(this);

        public Tensor tanh() => Op.Tanh.Call(this);

        public Tensor tanh_() => Op.Tanh_.InPlace(this);

        public Tensor asinh() => Op.Asinh.Call(this);

        public Tensor asinh_() => Op.Asinh_.InPlace(this);

        public Tensor acosh() => Op.Acosh.Call(this);

        public Tensor acosh_() => Op.Acosh_.InPlace(this);

        public Tensor atanh() => Op.Atanh.Call(this);

        public Tensor atanh_() => Op.Atanh_.InPlace(this);

        public Tensor arcsinh() => Op.Arcsinh.Call(this);

        public Tensor arcsinh_() => Op.Arcsinh_.InPlace(this);

        public Tensor arccosh() => Op.Arccosh.Call(this);

        public Tensor arccosh_() => Op.Arccosh_.InPlace(this);

        public Tensor arctanh() => Op.Arctanh.Call(this);

        public Tensor arctanh_() => Op.Arctanh_.InPlace(this);

        public Tensor atan2(Tensor other) => Op.Atan2.Call(this, other);

        public Tensor atan2_(Tensor other) => Op.Atan2_.InPlace(this, other);

        public Tensor arctan2(Tensor other) => Op.Atan2.Call(this, other);

        public Tensor arctan2_(Tensor other) => Op.Atan2_.InPlace(this, other);

        public Tensor hypot(Tensor other) => Op.Hypot.Call(this, other);
    }
}
