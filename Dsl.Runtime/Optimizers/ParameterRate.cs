namespace SerpentDsl.Optimizers;

/// <summary>A learning rate for the parameters whose names fit a pattern.</summary>
/// <param name="Pattern">Pattern of <c>state_dict</c> names (<see cref="ParameterPattern"/>).</param>
/// <param name="LearningRate">
/// Base learning rate in place of the one that the parameters would have, that of a layer's hint included; a schedule scales it as it
/// scales the others.
/// </param>
public sealed record ParameterRate(string Pattern, double LearningRate);
