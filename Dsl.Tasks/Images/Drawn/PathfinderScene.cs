namespace SerpentDsl.Tasks;

/// <summary>What is on a drawn Pathfinder image.</summary>
/// <param name="Curves">The dashes of every curve; the two long ones first.</param>
/// <param name="Discs">The centres of the two discs.</param>
/// <param name="Label">1 if the discs are on the two ends of one curve; else 0.</param>
internal sealed record PathfinderScene(
    IReadOnlyList<IReadOnlyList<Dash>> Curves, IReadOnlyList<(double X, double Y)> Discs, byte Label);
