namespace TorchSharp.Interop;

/// <summary>What a <see cref="NativeValue"/> holds; mirrors <c>Tag</c> of serpent_torch.cpp.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Complex = 5,
    IntList = 6,
    DoubleList = 7,
    BoolList = 8,
    TensorList = 9,
    String = 10,
    Device = 11,
    Generator = 12,
    Default = 13,
}
