using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// The small form of <see cref="S4WikiText103"/> in the protocol <c>small</c>: narrower and shallower, on WikiText-2 in 1,024 byte pairs,
/// with as many parameters as <see cref="MambaWikiText103Quick"/>.
/// </summary>
[VariantOf(typeof(S4WikiText103))]
[LanguageModel(Vocabulary = 1024, ContextLength = 256)]
[Backbone(Features = 132, Depth = 3)]
[Recipe(
    typeof(ShortWikiText2), Epochs = 1, BatchSize = 16, LearningRate = 4e-3, Schedule = Schedule.Cosine,
    WarmupSteps = 50, Patience = 0)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4WikiText103Quick;
