namespace SerpentDsl.Generator.Read;

/// <summary>That a declaration is a variant, and whether what it inherits can be found.</summary>
/// <param name="Target">The other class, for messages.</param>
/// <param name="Unfit">Why nothing can be inherited from it, as the end of a sentence; null when something can.</param>
/// <param name="Cycle">The way from the class back to itself; null when there is none.</param>
/// <param name="IsBroken">Whether something further along the way is wrong, which is reported there.</param>
internal sealed record VariantModel(string Target, string? Unfit, string? Cycle, bool IsBroken);
