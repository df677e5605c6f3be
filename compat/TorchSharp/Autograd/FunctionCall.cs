using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Interop;

/// <summary>
/// One call of a custom function. The graph's node holds it by a GCHandle and lets it go when the node dies.
/// Exceptions of the managed forward and backward travel through libtorch to whoever called apply or backward.
/// </summary>
internal sealed unsafe class FunctionCall
{
    private readonly string _name;
    private readonly Func<AutogradContext, object[], List<Tensor>> _forward;
    private readonly Func<AutogradContext, List<Tensor>, List<Tensor>> _backward;
    private readonly AutogradContext _context = new();
    private readonly bool[] _isTensor;
    private object[]? _arguments;

    static FunctionCall()
    {
        var callbacks = new NativeCallbacks { Forward = &Forward, Backward = &Backward, Release = &Release };
        Native.st_set_callbacks(&callbacks);
    }

    private FunctionCall(
        string name,
        Func<AutogradContext, object[], List<Tensor>> forward,
        Func<AutogradContext, List<Tensor>, List<Tensor>> backward,
        object[] arguments)
    {
        _name = name;
        _forward = forward;
        _backward = backward;
        _arguments = arguments;
        _isTensor = Array.ConvertAll(arguments, argument => argument is Tensor { IsInvalid: false });
    }

    public static List<Tensor> Apply(
        string name,
        Func<AutogradContext, object[], List<Tensor>> forward,
        Func<AutogradContext, List<Tensor>, List<Tensor>> backward,
        object[] arguments)
    {
        var call = new FunctionCall(name, forward, backward, arguments);
        nint[] inputs = Handles.Of(arguments.OfType<Tensor>().Where(tensor => !tensor.IsInvalid).ToList());
        NativeValue result;
        bool done;
        fixed (nint* handles = inputs)
        {
            done = Native.st_function_apply(GCHandle.ToIntPtr(GCHandle.Alloc(call)), handles, inputs.Length, &result);
        }
        call._arguments = null;
        GC.KeepAlive(arguments);
        NativeError.Check(done);
        return [.. result.TakeTensors()];
    }

    [UnmanagedCallersOnly]
    private static long Forward(nint handle, nint context, nint outputs)
    {
        try
        {
            From(handle).RunForward(context, outputs);
            return 0;
        }
        catch (Exception exception)
        {
            return NativeError.Store(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static long Backward(nint handle, nint context, nint* gradients, long count, nint results)
    {
        try
        {
            // libtorch's own threads have no scope of a caller to put tensors into.
            using var scope = CurrentDisposeScope is null && Engine.Depth == 0 ? NewDisposeScope() : null;
            From(handle).RunBackward(context, new ReadOnlySpan<nint>(gradients, (int)count), results);
            return 0;
        }
        catch (Exception exception)
        {
            return NativeError.Store(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static FunctionCall From(nint handle) => (FunctionCall)GCHandle.FromIntPtr(handle).Target!;

    private static void Push(nint list, Tensor? tensor)
    {
        NativeError.Check(Native.st_list_push(list, tensor is null ? 0 : tensor.Handle));
        GC.KeepAlive(tensor);
    }

    private void RunForward(nint context, nint outputs)
    {
        _context.Enter(context);
        try
        {
            foreach (var output in _forward(_context, _arguments!))
            {
                Push(outputs, output ?? throw new InvalidOperationException($"The forward of {_name} returned null for an output."));
            }
        }
        finally
        {
            _context.Leave();
        }
    }

    private void RunBackward(nint context, ReadOnlySpan<nint> gradients, nint results)
    {
        var outputs = new List<Tensor>(gradients.Length);
        foreach (nint gradient in gradients)
        {
            outputs.Add(gradient == 0 ? null! : new Tensor(gradient));
        }
        _context.Enter(context);
        try
        {
            var inputs = _backward(_context, outputs);
            if (inputs.Count != _isTensor.Length)
            {
                throw new InvalidOperationException(
                    $"The backward of {_name} returned {inputs.Count} gradients where forward had {_isTensor.Length} arguments; return one per argument, null for what has none.");
            }
            for (int i = 0; i < _isTensor.Length; i++)
            {
                if (_isTensor[i])
                {
                    Push(results, inputs[i]);
                }
                else if (inputs[i] is not null)
                {
                    throw new InvalidOperationException(
                        $"The backward of {_name} returned a gradient for argument {i}, which is not a tensor; return null there.");
                }
            }
        }
        finally
        {
            _context.Leave();
        }
    }
}
