namespace SerpentDsl.Verification;

/// <summary>What <see cref="ArchitectureVerifier"/> found of an architecture.</summary>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Batch">Sequences per batch.</param>
/// <param name="Length">Length of the sequences.</param>
/// <param name="Seed">Seed of parameters and inputs.</param>
/// <param name="Checks">The checks, in the order they were made.</param>
public sealed record VerificationReport(string Architecture, int Batch, int Length, int Seed, IReadOnlyList<VerificationCheck> Checks)
{
    /// <summary>Whether no check failed.</summary>
    public bool Passed => Checks.All(check => check.Verdict != Verdict.Failed);
}
