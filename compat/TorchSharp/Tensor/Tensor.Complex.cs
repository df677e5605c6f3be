using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor angle() => Op.Angle.Call(this);

        public Tensor conj() => Op.Conj.Call(this);

        public Tensor conj_physical() => Op.ConjPhysical.Call(this);

        public Tensor conj_physical_() => Op.ConjPhysical_.InPlace(this);

        public Tensor resolve_conj() => Op.ResolveConj.Call(this);

        public Tensor resolve_neg() => Op.ResolveNeg.Call(this);

        public Tensor view_as_complex() => Op.ViewAsComplex.Call(this);

        public Tensor view_as_real() => Op.ViewAsReal.Call(this);

        public Tensor real => Op.Real.Call(this);

        public Tensor imag => Op.Imag.Call(this);

        public Tensor T => Op.NumpyT.Call(this);

        public Tensor H => Op.MatrixH.Call(this);

        public Tensor mT => Op.MT.Call(this);

        public Tensor mH => Op.MH.Call(this);

        public bool is_conj() => Native.st_tensor_is_conj(Handle);

        public bool is_neg() => Native.st_tensor_is_neg(Handle);
    }
}
