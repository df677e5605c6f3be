using System.Buffers.Binary;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>Writes a pickle instruction by instruction, as torch.save does.</summary>
internal sealed class PickleBytes
{
    private readonly MemoryStream _bytes = new();

    public PickleBytes() => Op(PickleOpcode.Proto, 2);

    public static implicit operator byte[](PickleBytes pickle) => pickle._bytes.ToArray();

    public PickleBytes Op(PickleOpcode code, params byte[] operand)
    {
        _bytes.WriteByte((byte)code);
        _bytes.Write(operand);
        return this;
    }

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op(PickleOpcode.BinUnicode, [.. length, .. utf8]);
    }

    public PickleBytes Int(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Op(PickleOpcode.Long1, [8, .. bytes]);
    }

    public PickleBytes Global(string module, string name) => Op(PickleOpcode.Global, Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Tuple(IEnumerable<long> values)
    {
        Op(PickleOpcode.Mark);
        foreach (var value in values)
        {
            Int(value);
        }

        return Op(PickleOpcode.Tuple);
    }

    /// <summary>A tensor, as <c>_rebuild_tensor_v2</c> makes it.</summary>
    public PickleBytes Tensor(SavedTensor tensor)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op(PickleOpcode.Mark);
        Op(PickleOpcode.Mark).Text("storage").Global("torch", tensor.Kind).Text(tensor.Key).Text("cpu").Int(tensor.Count);
        Op(PickleOpcode.Tuple).Op(PickleOpcode.BinPersId).Int(tensor.Offset).Tuple(tensor.Shape).Tuple(tensor.Strides);
        Op(PickleOpcode.NewFalse).Global("collections", "OrderedDict").Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce);
        return Op(PickleOpcode.Tuple).Op(PickleOpcode.Reduce);
    }

    public PickleBytes Stop() => Op(PickleOpcode.Stop);
}
