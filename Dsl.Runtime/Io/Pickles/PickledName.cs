namespace SerpentDsl.Io;

/// <summary>
/// What a pickle may name of Python's modules. A name stands for one of these few meanings; nothing is looked up or called.
/// </summary>
internal sealed class PickledName
{
    private const int TensorArguments = 6;

    /// <summary>More than a model's weights have, and few enough that a small file cannot ask for much memory.</summary>
    private const int MostDimensions = 16;

    private static readonly Dictionary<string, PickledName> s_allowed = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = new(arguments => arguments.Length == 0 ? new PickleDictionary() : null),
        ["torch._utils._rebuild_tensor_v2"] = new(NewTensor),
        ["torch._utils._rebuild_parameter"] = new(arguments => arguments is [PickledTensor tensor, ..] ? tensor : null),
        ["torch.Size"] = new(arguments => arguments is [object?[] sizes] ? sizes : null),
        ["torch.DoubleStorage"] = new("F64"),
        ["torch.FloatStorage"] = new("F32"),
        ["torch.HalfStorage"] = new("F16"),
        ["torch.BFloat16Storage"] = new("BF16"),
        ["torch.LongStorage"] = new("I64"),
        ["torch.IntStorage"] = new("I32"),
        ["torch.ShortStorage"] = new("I16"),
        ["torch.CharStorage"] = new("I8"),
        ["torch.ByteStorage"] = new("U8"),
        ["torch.BoolStorage"] = new("BOOL"),
    };

    private readonly Func<object?[], object?>? _make;

    private PickledName(Func<object?[], object?> make) => _make = make;

    private PickledName(string storageType) => StorageType = SafetensorsType.Named(storageType);

    /// <summary>The type of the elements if this is a kind of storage; else null.</summary>
    public SafetensorsType? StorageType { get; }

    /// <summary>What a name means; null if it is not allowed.</summary>
    public static PickledName? Find(string name) => s_allowed.GetValueOrDefault(name);

    /// <summary>Makes what Python would make by calling it: a dictionary, a tensor or a tuple. Null if the arguments do not fit.</summary>
    public object? Make(object?[] arguments) => _make?.Invoke(arguments);

    // (storage, offset, sizes, strides, requires_grad, backward_hooks[, metadata])
    private static PickledTensor? NewTensor(object?[] arguments)
    {
        if (arguments.Length is < TensorArguments or > TensorArguments + 1
            || arguments is not [PickledStorage storage, long offset and >= 0, object?[] sizes, object?[] strides, ..]
            || sizes.Length != strides.Length || sizes.Length > MostDimensions
            || !sizes.All(IsSize) || !strides.All(IsSize))
        {
            return null;
        }

        return new PickledTensor(storage, offset, [.. sizes.Cast<long>()], [.. strides.Cast<long>()]);
    }

    private static bool IsSize(object? value) => value is long and >= 0;
}
