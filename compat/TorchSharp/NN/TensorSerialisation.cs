using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>Writes the element type and the shape as LEB128 numbers, then the elements.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Encode((long)tensor.dtype);
        var shape = tensor.shape;
        writer.Encode(shape.Length);
        foreach (var size in shape)
            writer.Encode(size);
        writer.Flush();
        using var local = tensor.to(CPU);
        using var dense = local.contiguous();
        dense.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads into the tensor what <see cref="Save(Tensor, BinaryWriter)"/> wrote; type and shape must be the tensor's.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: {type} is stored, {tensor.dtype} expected. Make sure that the model you are loading into is exactly the same as the origin.");
        if (!skip)
            RequireShape(tensor, shape);
        using var stored = ReadBody(reader, type, shape);
        if (skip)
            return;
        using var guard = no_grad();
        tensor.copy_(stored);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        var stored = ReadBody(reader, type, shape);
        return skip ? stored.zero_() : stored;
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null)
        {
            tensor = Load(reader, skip);
            return;
        }
        var (type, shape) = ReadHeader(reader);
        if (!skip)
            RequireShape(tensor, shape);
        using var stored = ReadBody(reader, type, shape);
        if (skip)
            return;
        using var guard = no_grad();
        tensor.copy_(stored);
    }

    private static (ScalarType type, long[] shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = reader.Decode();
        return (type, shape);
    }

    private static Tensor ReadBody(BinaryReader reader, ScalarType type, long[] shape)
    {
        var stored = empty(shape, type, CPU);
        stored.ReadBytesFromStream(reader.BaseStream);
        return stored;
    }

    private static void RequireShape(Tensor tensor, long[] stored)
    {
        if (!stored.SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: [{string.Join(", ", stored)}] is stored, [{string.Join(", ", tensor.shape)}] expected. Make sure that the model you are loading into is exactly the same as the origin.");
    }
}
