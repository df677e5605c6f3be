namespace SerpentDsl;

/// <summary>
/// States that the outputs of a layer class depend on how far a sequence is padded, though not on the values there: a fault that is kept
/// because the published code has it. The verifier then does not compare sequences in a batch with the same ones alone.
/// </summary>
/// <param name="reason">Why the outputs depend on it, as a sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DependsOnPaddingAttribute(string reason) : Attribute
{
    /// <summary>Why the outputs depend on it.</summary>
    public string Reason { get; } = reason;
}
