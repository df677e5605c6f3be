namespace SerpentDsl.Experiments.Training;

/// <summary>A training has left the numbers: going on is pointless.</summary>
/// <param name="message">What is no number.</param>
internal sealed class DivergenceException(string message) : Exception(message);
