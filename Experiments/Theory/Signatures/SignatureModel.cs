namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>A model of the experiment, with the errors of five seeds that the authors publish.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Layer">What the blocks compute over time; null: the mean label, or the random linear CDE, which are not trained.</param>
/// <param name="Depth">Number of blocks; 0 where there are none.</param>
/// <param name="Gated">Whether blocks mix features by a gated linear unit.</param>
/// <param name="Area">Smallest and largest published error for 2 dimensions.</param>
/// <param name="Volume">Smallest and largest published error for 3 dimensions.</param>
internal sealed record SignatureModel(
    string Name, StackLayer? Layer, int Depth, bool Gated, (double Low, double High)? Area, (double Low, double High)? Volume)
{
    /// <summary>The model that answers the mean label.</summary>
    public const string Mean = "mean label";

    /// <summary>All models, in the order of the paper's table.</summary>
    public static IReadOnlyList<SignatureModel> All { get; } =
    [
        new(Mean, null, 0, false, null, null),
        new("random linear CDE, least squares", StackLayer.LinearCde, 0, false, (1.7e-4, 2.2e-4), (6.4e-3, 7.3e-3)),
        new("Mamba, depth 1", StackLayer.Mamba, 1, false, (0.019, 0.024), (0.032, 0.043)),
        new("Mamba, depth 2, linear", StackLayer.Mamba, 2, false, (1.0e-3, 2.2e-3), (3.1e-3, 5.5e-3)),
        new("Mamba, depth 2, gated", StackLayer.Mamba, 2, true, (1.3e-3, 2.3e-3), (3.1e-3, 5.3e-3)),
        new("S4, depth 1", StackLayer.S4, 1, false, (0.112, 0.112), (0.0585, 0.0585)),
        new("S4, depth 2, linear", StackLayer.S4, 2, false, (0.112, 0.112), (0.0585, 0.0585)),
        new("S4, depth 2, gated", StackLayer.S4, 2, true, (0.014, 0.015), (0.019, 0.020)),
    ];
}
