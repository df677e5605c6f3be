using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Reads a task that keeps its rows in the cache folder.</summary>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 64)]
[Backbone(features: 8, depth: 1)]
[S4DBranch(StateSize = 4)]
[Recipe(typeof(ShortListOps), Epochs = 1, BatchSize = 64, LearningRate = 1e-3)]
public sealed partial class ListOpsReader;
