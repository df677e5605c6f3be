using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>The names by which a generated file refers to the types that it uses outside of forward passes.</summary>
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
