namespace SerpentDsl;

/// <summary>
/// States what a member of an enum demands of another option of the same attribute: <c>[Demands("Rank", Minimum = 2)]</c>. The generator
/// checks it at compile time, in every branch attribute that has both options; <c>Features</c> is the branch's width, given or derived.
/// </summary>
/// <param name="option">Name of the other option, an integer.</param>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class DemandsAttribute(string option) : Attribute
{
    /// <summary>Name of the other option.</summary>
    public string Option { get; } = option;

    /// <summary>The least value that it must have.</summary>
    public int Minimum { get; set; } = int.MinValue;

    /// <summary>What it must be a multiple of.</summary>
    public int MultipleOf { get; set; } = 1;
}
