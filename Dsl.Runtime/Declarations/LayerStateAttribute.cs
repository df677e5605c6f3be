namespace SerpentDsl;

/// <summary>
/// States one tensor of a streaming layer's state, so that the generator can count the state's bytes at compile time:
/// <c>[LayerState("x", "Features", "StateSize")]</c>. Every dimension is an expression as in <see cref="LayerParameterAttribute"/>; the
/// batch in front of them is left out. A complex number counts as a last dimension of 2.
/// </summary>
/// <param name="name">Name of the tensor in the <see cref="Layers.StreamState"/>.</param>
/// <param name="shape">Its dimensions for one sequence.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LayerStateAttribute(string name, params string[] shape) : Attribute
{
    /// <summary>Name in the state.</summary>
    public string Name { get; } = name;

    /// <summary>One expression per dimension.</summary>
    public IReadOnlyList<string> Shape { get; } = shape;

    /// <summary>Type of the elements, as in <see cref="LayerBufferAttribute"/>.</summary>
    public string ElementType { get; set; } = "float32";
}
