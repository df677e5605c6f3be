using SerpentDsl.Architectures.Lra;
using SerpentDsl.Specs;

namespace SerpentDsl.TrainingMemory;

/// <summary>One of the implementations of the model.</summary>
/// <param name="Key">The command-line argument that selects this variant in a measuring process.</param>
/// <param name="Name">The name in the printed table.</param>
/// <param name="Create">Creates the model.</param>
internal sealed record Variant(string Key, string Name, Func<ISequenceClassifier> Create)
{
    public static Variant Generated { get; } = new("generated", "generated", () => new SerpentS4ListOps());

    public static Variant LastUse { get; } = new("last-use", "by hand, disposed after the last use", HandWrittenModel.LastUse);

    public static Variant Scoped { get; } = new("scoped", "by hand, a scope in every forward", HandWrittenModel.Scoped);

    public static Variant Usual { get; } = new("usual", "by hand, no scopes but the step's", HandWrittenModel.Usual);

    public static IReadOnlyList<Variant> All { get; } = [Generated, LastUse, Scoped, Usual];
}
