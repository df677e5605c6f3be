using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>What the types outside of forward passes are called in a generated file.</summary>
internal sealed record FileNames(
    string Torch,
    string Tensor,
    string GeneratedCode,
    string BlockBase,
    string SequenceInput,
    string Architecture,
    string SequenceModel,
    string HeadContract,
    string ArchitectureSpec,
    string HeadSpec,
    string LayerSpec,
    string? RecipeSpec)
{
    public string ModelFacts { get; init; } = KnownTypes.ModelFacts;

    public string StreamingFacts { get; init; } = KnownTypes.StreamingFacts;

    public string WeightSpec { get; init; } = KnownTypes.WeightSpec;
}
