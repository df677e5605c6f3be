namespace SerpentDsl.Generator.Read;

/// <summary>The <c>[VariantOf]</c> of a declaration, and whether the inherited parts can be found.</summary>
/// <param name="Target">The name of the other class, for messages.</param>
/// <param name="Unfit">Why nothing can be inherited from the other class, as the end of a sentence; null when it can.</param>
/// <param name="Cycle">The chain of variants from the class back to itself, for messages; null when there is none.</param>
/// <param name="IsBroken">Whether a later class of the chain has a mistake, which is reported at that class.</param>
internal sealed record VariantModel(string Target, string? Unfit, string? Cycle, bool IsBroken);
