using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>The embedding before the blocks, for heads that read tokens.</summary>
internal static class TokenEmbedding
{
    /// <summary>The expression for the embedding's table. <c>embedding.weight</c> would make a new Parameter at every access.</summary>
    public const string Weight = "embedding.get_parameter(\"weight\")!";

    public static ShapeConstant Shape(int vocabulary) => ShapeConstant.Integer("Vocabulary", vocabulary, "Rows of the embedding table.");

    public static LedgerRow Row(int vocabulary, int features, int positions, string batch) => new(
        "embedding", "Embedding", $"[{batch}, L]", $"[{batch}, L, {features}]", KnownSizes.Embedding(vocabulary, features, positions));

    public static Field Field(TypeNames types) => new(
        types.Of(KnownTypes.Embedding), "embedding", $"{types.Of(KnownTypes.Torch)}.nn.Embedding(Shapes.Vocabulary, Shapes.Features)");

    /// <summary>The step that looks tokens up.</summary>
    /// <param name="tokens">The expression for the tokens.</param>
    /// <param name="owner">The variable that owns the tokens.</param>
    /// <param name="features">Width of the model.</param>
    /// <param name="batch">The size of the batch, as shapes show it.</param>
    public static Step Step(string tokens, string owner, int features, string batch) => new(
        "states", $"embedding.call({tokens})", EquatableArray.Of(owner), $"[{batch}, L] -> [{batch}, L, {features}]");
}
