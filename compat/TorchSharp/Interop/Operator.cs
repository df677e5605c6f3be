using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>
/// A libtorch operator, by name and overload as in its schema, looked up at its first call. Arguments left out at the
/// end take the schema's defaults.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int StackWords = 64;

    /// <summary>Told of every call of this thread that makes tensors; for tests that count operations.</summary>
    [ThreadStatic]
    private static OperatorTrace? s_trace;

    private nint _handle;

    /// <inheritdoc cref="s_trace"/>
    public static OperatorTrace? Trace
    {
        get => s_trace;
        set => s_trace = value;
    }

    /// <summary>For an operator with one tensor as its result.</summary>
    public torch.Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        nint handle = Resolve();
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        int words = Measure(arguments);
        long* near = stackalloc long[words <= StackWords ? words : 0];
        long[]? rented = words <= StackWords ? null : ArrayPool<long>.Shared.Rent(words);
        byte failed;
        nint result;
        fixed (long* far = rented)
        {
            Write(arguments, values, rented is null ? near : far);
            result = Native.st_call_tensor(handle, values, arguments.Length, &failed);
        }
        Finish(arguments, rented);
        if (result == 0)
        {
            throw failed != 0 ? NativeError.Take() : new InvalidOperationException($"The result of {this} is an undefined tensor.");
        }
        torch.Tensor tensor = new(result);
        s_trace?.Invoke(this, arguments, tensor);
        return tensor;
    }

    /// <summary>For an operator that changes its first argument, which is returned.</summary>
    public torch.Tensor InPlace(torch.Tensor self, params ReadOnlySpan<Arg> others)
    {
        nint handle = Resolve();
        int count = others.Length + 1;
        NativeValue* values = stackalloc NativeValue[count];
        int words = Measure(others);
        long* near = stackalloc long[words <= StackWords ? words : 0];
        long[]? rented = words <= StackWords ? null : ArrayPool<long>.Shared.Rent(words);
        bool done;
        fixed (long* far = rented)
        {
            ((Arg)self).Write(values, null);
            Write(others, values + 1, rented is null ? near : far);
            done = Native.st_run(handle, values, count);
        }
        Finish(others, rented);
        GC.KeepAlive(self);
        NativeError.Check(done);
        s_trace?.Invoke(this, [self, .. others], self);
        return self;
    }

    /// <summary>For an operator that is called for its effect.</summary>
    public void Run(params ReadOnlySpan<Arg> arguments)
    {
        nint handle = Resolve();
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        int words = Measure(arguments);
        long* near = stackalloc long[words <= StackWords ? words : 0];
        long[]? rented = words <= StackWords ? null : ArrayPool<long>.Shared.Rent(words);
        bool done;
        fixed (long* far = rented)
        {
            Write(arguments, values, rented is null ? near : far);
            done = Native.st_run(handle, values, arguments.Length);
        }
        Finish(arguments, rented);
        NativeError.Check(done);
    }

    /// <summary>For an operator with two tensors as its result.</summary>
    public (torch.Tensor First, torch.Tensor Second) CallTwo(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Results(arguments, results, 2);
        (torch.Tensor First, torch.Tensor Second) pair = (Defined(results[0]), Defined(results[1]));
        s_trace?.Invoke(this, arguments, pair.First);
        return pair;
    }

    /// <summary>For an operator with three tensors as its result.</summary>
    public (torch.Tensor First, torch.Tensor Second, torch.Tensor Third) CallThree(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[3];
        Results(arguments, results, 3);
        return (Defined(results[0]), Defined(results[1]), Defined(results[2]));
    }

    /// <summary>For an operator with four tensors as its result.</summary>
    public (torch.Tensor First, torch.Tensor Second, torch.Tensor Third, torch.Tensor Fourth) CallFour(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = stackalloc NativeValue[4];
        Results(arguments, results, 4);
        return (Defined(results[0]), Defined(results[1]), Defined(results[2]), Defined(results[3]));
    }

    /// <summary>For an operator with a list of tensors as its result.</summary>
    public torch.Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Results(arguments, &result, 1);
        return result.TakeTensors();
    }

    /// <summary>For an operator with a number as its result.</summary>
    public Scalar CallScalar(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Results(arguments, &result, 1);
        return result.ToScalar();
    }

    /// <summary>For an operator with a truth value as its result.</summary>
    public bool CallBool(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Results(arguments, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>For an operator with an integer as its result.</summary>
    public long CallLong(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result;
        Results(arguments, &result, 1);
        return result.Bits;
    }

    /// <summary>The native operator; an exception when this libtorch has none of the name and overload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Resolve() => _handle != 0 ? _handle : Find();

    public override string ToString() => overload.Length == 0 ? name : $"{name}.{overload}";

    private torch.Tensor Defined(in NativeValue value) =>
        value.TakeTensor() ?? throw new InvalidOperationException($"A result of {this} is an undefined tensor.");

    private void Results(ReadOnlySpan<Arg> arguments, NativeValue* results, int expected)
    {
        nint handle = Resolve();
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        int words = Measure(arguments);
        long* near = stackalloc long[words <= StackWords ? words : 0];
        long[]? rented = words <= StackWords ? null : ArrayPool<long>.Shared.Rent(words);
        int produced;
        fixed (long* far = rented)
        {
            Write(arguments, values, rented is null ? near : far);
            produced = Native.st_call(handle, values, arguments.Length, results, expected);
        }
        Finish(arguments, rented);
        if (produced < 0)
        {
            throw NativeError.Take();
        }
        if (produced != expected)
        {
            throw new InvalidOperationException($"{this} returned {produced} results where {expected} were expected.");
        }
    }

    private nint Find()
    {
        nint handle;
        fixed (byte* nameText = Encoding.UTF8.GetBytes(name + '\0'), overloadText = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            handle = Native.st_operator(nameText, overloadText);
        }
        return _handle = handle != 0 ? handle : throw NativeError.Take();
    }

    private static int Measure(ReadOnlySpan<Arg> arguments)
    {
        int words = 0;
        foreach (ref readonly Arg argument in arguments)
        {
            words += argument.ScratchWords;
        }
        return words;
    }

    private static void Write(ReadOnlySpan<Arg> arguments, NativeValue* values, long* scratch)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(values + i, scratch);
            scratch += arguments[i].ScratchWords;
        }
    }

    private static void Finish(ReadOnlySpan<Arg> arguments, long[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<long>.Shared.Return(rented);
        }
        foreach (ref readonly Arg argument in arguments)
        {
            argument.KeepAlive();
        }
    }
}
