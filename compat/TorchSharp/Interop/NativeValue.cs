using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One argument or result on its way across the boundary; mirrors <c>Value</c> of serpent_torch.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public Tag Tag;
    public int Count;
    public long Bits;
    public double Imaginary;

    public readonly nint Pointer => (nint)Bits;

    public readonly double Real => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The tensor, now owned by the result; null when it is undefined.</summary>
    public readonly torch.Tensor? TakeTensor() => Bits == 0 ? null : new torch.Tensor(Pointer);

    /// <summary>The tensors of a list, now owned by the result; undefined ones are null. Frees the list.</summary>
    public readonly unsafe torch.Tensor[] TakeTensors()
    {
        var tensors = new torch.Tensor[Count];
        var handles = (nint*)Pointer;
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = handles[i] == 0 ? null! : new torch.Tensor(handles[i]);
        }
        Native.st_free(Pointer);
        return tensors;
    }

    public readonly Scalar ToScalar() => Tag switch
    {
        Tag.Int => Bits,
        Tag.Double => Real,
        Tag.Bool => Bits != 0,
        Tag.Complex => new System.Numerics.Complex(Real, Imaginary),
        _ => throw new InvalidOperationException($"A {Tag} is not a number."),
    };
}
