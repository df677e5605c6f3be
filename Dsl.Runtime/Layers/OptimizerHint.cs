namespace SerpentDsl.Layers;

/// <summary>Optimizer settings of one parameter; null means the recipe's.</summary>
/// <param name="LearningRate">Base learning rate; the schedule scales it as it scales the recipe's.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
public readonly record struct OptimizerHint(double? LearningRate, double? WeightDecay);
