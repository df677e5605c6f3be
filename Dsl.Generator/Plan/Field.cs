namespace SerpentDsl.Generator.Plan;

/// <summary>A child module. Its field has the name under which the module is registered.</summary>
/// <param name="Type">Type of the field.</param>
/// <param name="Name">Name of the field and of the module.</param>
/// <param name="Creation">Expression that creates the module.</param>
internal sealed record Field(string Type, string Name, string Creation);
