using System.Reflection;

namespace SerpentDsl.Specs;

/// <summary>Everything known about a declared architecture at compile time. The generator writes it; nothing here is measured.</summary>
/// <param name="Name">Name of the declared class.</param>
/// <param name="FullName">Name with namespace.</param>
/// <param name="Head">What the model reads and answers.</param>
/// <param name="Causal">Whether no output of a block depends on a later position.</param>
/// <param name="Parameters">Number of trainable parameters (real numbers).</param>
/// <param name="Layers">Every layer in the order it runs.</param>
/// <param name="Recipe">How it is trained, if declared.</param>
/// <param name="Create">Makes a model with fresh parameters, drawn from torch's default generator; it has the interface of its
/// head.</param>
public sealed record ArchitectureSpec(
    string Name,
    string FullName,
    HeadSpec Head,
    bool Causal,
    long Parameters,
    IReadOnlyList<LayerSpec> Layers,
    RecipeSpec? Recipe,
    Func<ISequenceModel> Create)
{
    private static readonly MethodInfo s_read =
        typeof(ArchitectureSpec).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>What the whole model costs.</summary>
    public ModelFacts Facts { get; init; } = ModelFacts.Unknown;

    /// <summary>Every tensor of its checkpoints, in the order of the layers.</summary>
    public IReadOnlyList<WeightSpec> Weights { get; init; } = [];

    /// <summary>The declaration's options, with their defaults.</summary>
    public IReadOnlyList<OptionSpec> Options { get; init; } = [];

    /// <summary>The publications that it comes from.</summary>
    public IReadOnlyList<CitationSpec> Citations { get; init; } = [];

    /// <summary>The architecture of a generated class.</summary>
    /// <param name="architecture">A class that implements <see cref="IArchitecture"/>.</param>
    public static ArchitectureSpec Of(Type architecture) => (ArchitectureSpec)s_read.MakeGenericMethod(architecture).Invoke(null, null)!;

    private static ArchitectureSpec Read<T>()
        where T : IArchitecture => T.Spec;
}
