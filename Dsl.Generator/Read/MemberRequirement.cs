namespace SerpentDsl.Generator.Read;

/// <summary>What a member of an enum demands of another option.</summary>
/// <param name="Member">The member.</param>
/// <param name="Option">The other option.</param>
/// <param name="Minimum">The least value that it must have.</param>
/// <param name="Factor">What it must be a multiple of.</param>
internal sealed record MemberRequirement(string Member, string Option, int Minimum, int Factor);
