using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.LanguageModels;

/// <summary>
/// S4 on WikiText-103, a baseline of Table 2: eight pre-norm blocks of width 512, each an S4 with a state of 64 that all features share,
/// GELU, and a gated linear unit; RMS normalisation; the projection to the vocabulary is not tied to the embedding. 35.2 million
/// parameters, as published.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729). From the paper: byte pairs learned on the
/// training split, AdamW, plateau schedule, no early stopping, RMS normalisation before every block, the number of parameters. Width, depth
/// and vocabulary are chosen here so that all three published sizes come out; context length, learning rate, batch size and epochs are also
/// chosen here.
/// </remarks>
[LanguageModel(vocabulary: 30_000, contextLength: 1024)]
[Backbone(features: 512, depth: 8, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 64)]
[Recipe(
    typeof(WikiText103), Epochs = 20, BatchSize = 16, LearningRate = 1e-3, WeightDecay = 0.05,
    Schedule = Schedule.Plateau, Patience = 1, GradientClip = 1)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4WikiText103;
