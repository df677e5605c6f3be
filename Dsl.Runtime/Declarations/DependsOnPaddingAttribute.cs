namespace SerpentDsl;

/// <summary>
/// States that the outputs of a layer class depend on how far a sequence is padded, though not on what stands in the padding: a fault that
/// is kept to be like published code. The verifier then does not compare sequences in a batch with the same ones alone.
/// </summary>
/// <param name="reason">Why, as a sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DependsOnPaddingAttribute(string reason) : Attribute
{
    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
