namespace SerpentDsl.Generator.Read;

/// <summary>A value of another option that a member of an enum requires.</summary>
/// <param name="Member">The member.</param>
/// <param name="Option">The other option.</param>
/// <param name="Minimum">The least value of the other option.</param>
/// <param name="Factor">The number of which the other option must be a multiple.</param>
internal sealed record MemberRequirement(string Member, string Option, int Minimum, int Factor);
