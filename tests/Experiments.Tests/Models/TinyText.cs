using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Needs data files.</summary>
[SequenceClassifier(vocabulary: 259, classes: 2, maxLength: 4096)]
[Backbone(features: 4, depth: 1)]
[S4DBranch(StateSize = 2)]
[Recipe(typeof(ByteText), Epochs = 1, BatchSize = 2)]
public sealed partial class TinyText;
