using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary><c>[LanguageModel]</c>: embedding, blocks, a projection to the vocabulary without bias, tied to the embedding or not.</summary>
internal sealed record LanguageModelHead(int Vocabulary, int MaxLength, bool TiedEmbeddings) : Head(MaxLength, IsCausal: true)
{
    public static HeadKind Definition { get; } = new(
        "LanguageModel",
        head => new LanguageModelHead(Number(head, "Vocabulary"), Number(head, "ContextLength"), head["TiedEmbeddings"].Truth))
    {
        Example = "vocabulary: 30000, contextLength: 1024",
        Contract = KnownTypes.ILanguageModel,
        Spec = KnownTypes.LanguageModelHeadSpec,
        LengthOption = "ContextLength",
        Inputs = [new("tokens", "lengths", "Token ids, int64 <c>[batch, length]</c>.")],
        IsAlwaysCausal = true,
        TaskContract = "ILanguageTask",
        TaskExample = "WikiText2",
    };

    public override HeadKind Kind => Definition;

    public override StreamingHead? Streaming =>
        new("tokens", ReadsTokens: true, 0, StreamingHead.Everywhere, TiedEmbeddings, "logits", Vocabulary, "Shapes.Vocabulary");

    public override string Workload => $"one sequence of {Numbers.Grouped(MaxLength)} tokens";

    public override string Summary => "Predicts the next token at every position of sequences that are all of one length.";

    public override string Returns => $"Logits <c>[batch, length, {Vocabulary}]</c>, owned by the caller.";

    public override IEnumerable<ShapeConstant> Shapes =>
    [
        ShapeConstant.Integer("Vocabulary", Vocabulary, "Number of tokens."),
        ShapeConstant.Integer("MaxLength", MaxLength, "Longest sequence, in tokens: the context length."),
    ];

    public override string SpecArguments(TypeNames types) =>
        $"Shapes.Vocabulary, Shapes.MaxLength, TiedEmbeddings: {(TiedEmbeddings ? "true" : "false")}";

    public override string Guard(string input) => $"{input}.Check(tokens, lengths, Shapes.Vocabulary, Shapes.MaxLength);";

    public override IEnumerable<LedgerRow> RowsBefore(int features) => [TokenEmbedding.Row(Vocabulary, features, MaxLength, Batch)];

    public override IEnumerable<LedgerRow> RowsAfter(int features)
    {
        var untied = KnownSizes.Linear(features, Vocabulary, MaxLength, hasBias: false);
        yield return new(
            "head",
            TiedEmbeddings ? "TiedProjection" : "Linear",
            $"[B, L, {features}]",
            $"[B, L, {Vocabulary}]",
            TiedEmbeddings ? untied with { Parameters = 0, Weights = default } : untied);
    }

    public override IEnumerable<Field> FieldsBefore(TypeNames types)
    {
        var field = TokenEmbedding.Field(types);
        yield return TiedEmbeddings
            ? field with { Creation = $"{types.Of(KnownTypes.TiedProjection)}.Embedding(Shapes.Vocabulary, Shapes.Features)" }
            : field;
    }

    public override IEnumerable<Field> FieldsAfter(TypeNames types) => TiedEmbeddings
        ? [new(types.Of(KnownTypes.TiedProjection), "head", $"new {types.Of(KnownTypes.TiedProjection)}()")]
        : [new(
            types.Of(KnownTypes.Linear), "head",
            $"{types.Of(KnownTypes.Torch)}.nn.Linear(Shapes.Features, Shapes.Vocabulary, hasBias: false)")];

    public override IEnumerable<Step> StepsBefore(int features, TypeNames types) =>
        [TokenEmbedding.Step("tokens", "tokens", features, Batch)];

    public override IEnumerable<Step> StepsAfter(string states, int features, TypeNames types) =>
    [
        new(
            "logits",
            TiedEmbeddings ? $"head.call({states}, {TokenEmbedding.Weight})" : $"head.call({states})",
            EquatableArray.Of(states),
            $"[B, L, {features}] -> [B, L, {Vocabulary}]"),
    ];
}
