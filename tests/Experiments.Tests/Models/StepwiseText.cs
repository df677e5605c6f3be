using SerpentDsl.Experiments.Tests.Verification;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A language model whose layer reads pieces step by step, without gradients.</summary>
[LanguageModel(vocabulary: 10, contextLength: 32)]
[Backbone(features: 4, depth: 1, Norm = Norm.Rms)]
[FaultyBranch]
[Recipe(typeof(CountingText), Epochs = 1, BatchSize = 8, LearningRate = 1e-2)]
public sealed partial class StepwiseText;
