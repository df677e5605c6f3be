namespace SerpentDsl.Experiments.Predictions;

/// <summary>The names of the written columns. A name that a kept column has already begins with <c>predicted_</c>.</summary>
/// <param name="kept">The kept columns.</param>
internal sealed class PredictionNames(IReadOnlyList<string> kept)
{
    /// <summary>The most probable class.</summary>
    public string Label => Free("label");

    /// <summary>Its probability.</summary>
    public string Probability => Free("probability");

    /// <summary>The probabilities of classes by name, in JSON.</summary>
    public string Probabilities => Free("probabilities");

    /// <summary>Whether the end of the row was not read, in JSON.</summary>
    public string Cut => Free("cut");

    /// <summary>A name that no kept column has.</summary>
    public string Free(string name)
    {
        while (kept.Contains(name))
        {
            name = $"predicted_{name}";
        }

        return name;
    }
}
