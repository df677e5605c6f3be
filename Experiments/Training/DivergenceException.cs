namespace SerpentDsl.Experiments.Training;

/// <summary>A training has left the numbers: going on is pointless.</summary>
/// <param name="message">Where, what, and what may help.</param>
internal sealed class DivergenceException(string message) : Exception(message);
