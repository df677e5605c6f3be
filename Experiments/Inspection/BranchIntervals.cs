namespace SerpentDsl.Experiments.Inspection;

/// <summary>The intervals of a resampled branch over many rows.</summary>
/// <param name="Name">Path of the branch in the model, such as <c>blocks.0.branch1</c>.</param>
/// <param name="Rate">ρ, the upper limit of an interval.</param>
/// <param name="Mean">Mean of Δ/ρ.</param>
/// <param name="Deviation">Standard deviation of Δ/ρ.</param>
/// <param name="ExplainedByToken">Share of the variance of Δ that lies between different tokens, 0 to 1: how much Δ is a function of the
/// token alone.</param>
/// <param name="Groups">The groups of tokens, longest intervals first.</param>
/// <param name="Tokens">The tokens, longest intervals first.</param>
internal sealed record BranchIntervals(
    string Name,
    double Rate,
    double Mean,
    double Deviation,
    double ExplainedByToken,
    IReadOnlyList<IntervalGroup> Groups,
    IReadOnlyList<IntervalGroup> Tokens);
