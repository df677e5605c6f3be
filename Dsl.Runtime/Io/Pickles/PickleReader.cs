using System.Buffers.Binary;
using System.Text;

namespace SerpentDsl.Io;

/// <summary>
/// Reads Python's pickle format as far as files of tensors use it: numbers, text, tuples, lists, dictionaries, and the few names of <see
/// cref="PickledName"/>. A pickle is a program that may call any function of Python. This reader has no way to call anything: another name
/// or another instruction is refused by its name.
/// </summary>
/// <remarks>
/// Razorvine.Pickle was weighed and not taken. It makes objects by a registry that is one for the process, has constructors in it from the
/// start and can be extended by any library; names outside of it become objects instead of an error; and its BUILD finds a method of the
/// object by reflection and calls it.
/// </remarks>
internal ref struct PickleReader
{
    private static readonly object s_mark = new();
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data;
    private readonly string _file;
    private readonly List<object?> _stack;
    private readonly Dictionary<long, object?> _memo;
    private int _at;

    private PickleReader(ReadOnlySpan<byte> data, string file)
    {
        _data = data;
        _file = file;
        _stack = [];
        _memo = [];
    }

    /// <summary>Reads a pickle.</summary>
    /// <param name="data">The whole pickle.</param>
    /// <param name="file">Its name in messages.</param>
    /// <returns>A <see cref="PickleDictionary"/>, a list, an array for a tuple, a <see cref="PickledTensor"/>, a number, text or
    /// null.</returns>
    /// <exception cref="SafetensorsException">It is damaged, or names or does what is not allowed.</exception>
    public static object? Read(ReadOnlySpan<byte> data, string file)
    {
        var reader = new PickleReader(data, file);
        while (reader.Step())
        {
        }

        return reader.Pop();
    }

    // Runs one instruction; false after the last.
    private bool Step()
    {
        var code = Byte();
        switch ((PickleOpcode)code)
        {
            case PickleOpcode.Stop:
                return false;
            case PickleOpcode.Proto:
                Byte();
                return true;
            case PickleOpcode.Frame:
                Take(sizeof(long));
                return true;
            case PickleOpcode.Mark:
                _stack.Add(s_mark);
                return true;
            case PickleOpcode.Pop:
                Pop();
                return true;
            case PickleOpcode.PopMark:
                PopToMark();
                return true;
            case PickleOpcode.Dup:
                _stack.Add(Top());
                return true;
            case PickleOpcode.BinPut:
                _memo[Byte()] = Top();
                return true;
            case PickleOpcode.LongBinPut:
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)))] = Top();
                return true;
            case PickleOpcode.Memoize:
                _memo[_memo.Count] = Top();
                return true;
            case PickleOpcode.SetItem:
                SetItems([Pop(), Pop()], isReversed: true);
                return true;
            case PickleOpcode.SetItems:
                SetItems(PopToMark(), isReversed: false);
                return true;
            case PickleOpcode.Append:
                Append([Pop()]);
                return true;
            case PickleOpcode.Appends:
                Append(PopToMark());
                return true;
            case PickleOpcode.Build:
                // The state of a dictionary is what torch notes about it (_metadata); it is not needed.
                Pop();
                return Top() is PickleDictionary ? true : throw Refuse("sets the state of an object that is no dictionary");
            default:
                _stack.Add(Value(code));
                return true;
        }
    }

    // The value that an instruction pushes.
    private object? Value(byte code) => (PickleOpcode)code switch
    {
        PickleOpcode.None => null,
        PickleOpcode.NewTrue => true,
        PickleOpcode.NewFalse => false,
        PickleOpcode.BinInt => (long)BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))),
        PickleOpcode.BinInt1 => (long)Byte(),
        PickleOpcode.BinInt2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))),
        PickleOpcode.Long1 => LongNumber(),
        PickleOpcode.BinFloat => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double))),
        PickleOpcode.BinUnicode => Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)))),
        PickleOpcode.ShortBinUnicode => Text(Byte()),
        PickleOpcode.EmptyTuple => Array.Empty<object?>(),
        PickleOpcode.EmptyList => new List<object?>(),
        PickleOpcode.EmptyDict => new PickleDictionary(),
        PickleOpcode.Tuple => PopToMark(),
        PickleOpcode.Tuple1 => PopTuple(1),
        PickleOpcode.Tuple2 => PopTuple(2),
        PickleOpcode.Tuple3 => PopTuple(3),
        PickleOpcode.BinGet => Remembered(Byte()),
        PickleOpcode.LongBinGet => Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)))),
        PickleOpcode.Global => Named(Line(), Line()),
        PickleOpcode.StackGlobal => PopTuple(2) is [string module, string name]
            ? Named(module, name)
            : throw Refuse("names a function by something that is no text"),
        PickleOpcode.Reduce => Reduced(PopTuple(2)),
        PickleOpcode.BinPersId => Storage(Pop()),
        _ => throw Refuse($"has the instruction 0x{code:x2} at byte {_at - 1}, which a file of tensors does not need"),
    };

    private object Reduced(object?[] call) => call is [PickledName name, object?[] arguments]
        ? name.Make(arguments) ?? throw Refuse($"makes a tensor or a dictionary, before byte {_at}, of values that do not fit")
        : throw Refuse($"calls, before byte {_at}, what is not the name of a function");

    private PickledName Named(string module, string name) => PickledName.Find($"{module}.{name}")
        ?? throw Refuse($"names {Excerpt($"{module}.{name}")}, which is no part of a tensor");

    // ("storage", kind, key, location, number of elements)
    private PickledStorage Storage(object? id) =>
        id is object?[] and ["storage", PickledName { StorageType: { } type }, string key, _, long and >= 0 and var count]
            ? new PickledStorage(type, key, count)
            : throw Refuse($"refers, before byte {_at}, to data in a way that is not known");

    private void SetItems(object?[] items, bool isReversed)
    {
        if (items.Length % 2 != 0 || Top() is not PickleDictionary dictionary)
        {
            throw Refuse($"sets, before byte {_at}, items of something that is no dictionary");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Set(items[isReversed ? i + 1 : i], items[isReversed ? i : i + 1]);
        }
    }

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
        {
            throw Refuse($"appends, before byte {_at}, to something that is no list");
        }

        list.AddRange(items);
    }

    private object? Remembered(long index) => _memo.TryGetValue(index, out var value)
        ? value
        : throw Refuse($"uses, before byte {_at}, a value that it has not stored");

    // Little-endian two's complement; sizes and numbers of elements fit 64 bits.
    private object LongNumber()
    {
        var bytes = Take(Byte());
        if (bytes.Length > sizeof(long))
        {
            throw Refuse($"has an integer of {bytes.Length} bytes");
        }

        var value = bytes.Length > 0 && bytes[^1] >= 0x80 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private string Text(long length)
    {
        try
        {
            return s_utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Refuse($"has text, before byte {_at}, that is not UTF-8");
        }
    }

    private string Line()
    {
        var length = _data[_at..].IndexOf((byte)'\n');
        var line = length < 0 ? throw Refuse("ends too early") : Encoding.Latin1.GetString(Take(length));
        Byte();
        return line;
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > _data.Length - _at)
        {
            throw Refuse("ends too early");
        }

        var bytes = _data.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    private readonly object? Top() =>
        _stack.Count > 0 && _stack[^1] != s_mark ? _stack[^1] : throw Refuse("uses a value that is not there");

    private readonly object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object?[] PopTuple(int length)
    {
        var items = new object?[length];
        for (var i = length - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return items;
    }

    private readonly object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(s_mark);
        if (mark < 0)
        {
            throw Refuse("ends a group of values that it has not begun");
        }

        object?[] items = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private static string Excerpt(string name) =>
        new([.. name.Take(100).Select(letter => char.IsControl(letter) ? '?' : letter), .. name.Length > 100 ? "…" : ""]);

    private readonly SafetensorsException Refuse(string what) => new(
        $"{_file}: its pickle {what}; only tensors are read from such files, and nothing in them is ever called. "
            + "Save the state dict alone, best as safetensors.");
}
