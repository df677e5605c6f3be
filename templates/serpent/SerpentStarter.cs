using SerpentDsl;
using SerpentDsl.Tasks;

/// <summary>A small SeRpEnt with S4: one branch reads every position, the other a sequence of at most a quarter of the length.</summary>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 64)]
[Backbone(features: 48, depth: 3)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.25, WindowSize = 4)]
[Recipe(typeof(ShortListOps), Epochs = 2, BatchSize = 64, LearningRate = 4e-3)]
public sealed partial class SerpentStarter;
