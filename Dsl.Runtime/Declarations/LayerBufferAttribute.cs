namespace SerpentDsl;

/// <summary>
/// States one buffer of a layer class: a tensor of its <c>state_dict</c> that is not trained, such as running statistics. Checkpoints
/// contain it, so the weights ledger lists it: <c>[LayerBuffer("running_mean", "Features")]</c>.
/// </summary>
/// <param name="name">Name within the layer's <c>state_dict</c>.</param>
/// <param name="shape">Its dimensions, each an expression as in <see cref="LayerParameterAttribute"/>; none: a scalar.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LayerBufferAttribute(string name, params string[] shape) : Attribute
{
    /// <summary>Name within the layer's <c>state_dict</c>.</summary>
    public string Name { get; } = name;

    /// <summary>One expression per dimension.</summary>
    public IReadOnlyList<string> Shape { get; } = shape;

    /// <summary>Type of the elements: <c>float32</c>, <c>float64</c>, <c>int64</c>, <c>int32</c>, <c>bool</c> and so on.</summary>
    public string ElementType { get; set; } = "float32";
}
