namespace SerpentDsl;

/// <summary>
/// States one trainable parameter of a layer class, so that the generator can count parameters at compile time.
/// Every dimension is an expression over the names of the layer's constructor parameters in Pascal case and <c>Directions</c>
/// (2 when bidirectional, else 1): <c>[LayerParameter("C", "Directions", "Features", "StateSize / 2", "2")]</c>.
/// No dimensions: a scalar.
/// </summary>
/// <remarks>
/// <para>
/// Expressions are on integers: <c>+</c>, <c>-</c>, <c>*</c>, <c>/</c> (rounded towards zero, as in C#), parentheses, and the
/// functions <c>Min(a, b)</c>, <c>Max(a, b)</c> and <c>Log2(a)</c> (rounded up). Multiplication is always written out.
/// </para>
/// <para>
/// <c>condition ? a : b</c> chooses. A condition is a <c>bool</c>, or a comparison by <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>,
/// <c>&gt;</c>, <c>&gt;=</c>, or several joined by <c>&amp;&amp;</c> and <c>||</c>, all with the precedence of C#; as a number it is 1 or
/// 0. An enum is only compared, by <c>==</c> or <c>!=</c>, with one of its members by name: <c>"Activation == Gelu ? Features : 0"</c>.
/// </para>
/// <para>
/// A parameter with a dimension of 0 is one that the layer does not have. A parameter whose number of dimensions depends on an option is
/// stated once for each number.
/// </para>
/// </remarks>
/// <param name="name">Name of the parameter within the layer's <c>state_dict</c>.</param>
/// <param name="shape">Its dimensions.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LayerParameterAttribute(string name, params string[] shape) : Attribute
{
    /// <summary>Name within the layer's <c>state_dict</c>.</summary>
    public string Name { get; } = name;

    /// <summary>One expression per dimension.</summary>
    public IReadOnlyList<string> Shape { get; } = shape;
}
