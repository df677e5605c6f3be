using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// The small form of <see cref="MambaWikiText103"/> in the protocol <c>small</c>: narrower and shallower, on WikiText-2 in 1,024 byte
/// pairs.
/// </summary>
[VariantOf(typeof(MambaWikiText103))]
[LanguageModel(Vocabulary = 1024, ContextLength = 256)]
[Backbone(Features = 96, Depth = 3)]
[Recipe(
    typeof(ShortWikiText2), Epochs = 1, BatchSize = 16, LearningRate = 4e-3, Schedule = Schedule.Cosine,
    WarmupSteps = 50, Patience = 0)]
[Citation("Gu, Dao: Mamba: Linear-Time Sequence Modeling with Selective State Spaces. 2023", Url = "https://arxiv.org/abs/2312.00752")]
public sealed partial class MambaWikiText103Quick;
