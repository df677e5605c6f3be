using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>
/// <c>[PairClassifier]</c>: both sequences go through one encoder, stacked along the batch. The features [a, b, a − b, a·b] of their
/// vectors a and b go through a linear layer to the width, GELU, and a linear layer to the classes.
/// </summary>
internal sealed record PairClassifierHead(
    int Vocabulary, int Classes, int MaxLength, string Pooling, bool IsCausal) : Head(MaxLength, IsCausal)
{
    public static HeadKind Definition { get; } = new(
        "PairClassifier",
        head => new PairClassifierHead(
            Number(head, "Vocabulary"), Number(head, "Classes"), Number(head, "MaxLength"), head["Pooling"].Label, head["Causal"].Truth))
    {
        Example = "vocabulary: 98, classes: 2, maxLength: 4000",
        Contract = KnownTypes.IPairClassifier,
        Spec = KnownTypes.PairClassifierHeadSpec,
        Inputs =
        [
            new("first", "firstLengths", "Token ids, int64 <c>[batch, length]</c>."),
            new("second", "secondLengths", "Token ids, int64 <c>[batch, length]</c>; the length may be another one."),
        ],
        NeedsPooling = true,
        TaskContract = "IPairTask",
        TaskExample = "Retrieval",
    };

    public override HeadKind Kind => Definition;

    public override string Lengths => "pair.Lengths";

    public override string? LengthsOwner => "pair";

    public override string Workload => $"a pair of sequences of {Numbers.Grouped(MaxLength)} tokens";

    public override string Summary => "Classifies pairs of sequences, the first of one length, the second of one length.";

    public override string Returns => $"Logits <c>[batch, {Classes}]</c>, owned by the caller.";

    public override IEnumerable<ShapeConstant> Shapes =>
    [
        TokenEmbedding.Shape(Vocabulary),
        ShapeConstant.Integer("Classes", Classes, "Number of classes."),
        ShapeConstant.Integer("MaxLength", MaxLength, "Longest sequence, in tokens."),
    ];

    public override string SpecArguments(TypeNames types) =>
        "Shapes.Vocabulary, Shapes.Classes, Shapes.MaxLength" + PoolingStep.SpecArgument(Pooling, types);

    public override string Guard(string input) =>
        $"{input}.CheckPair(first, firstLengths, second, secondLengths, Shapes.Vocabulary, Shapes.MaxLength);";

    public override IEnumerable<LedgerRow> RowsBefore(int features) => [TokenEmbedding.Row(Vocabulary, features, MaxLength, Batch)];

    public override IEnumerable<LedgerRow> RowsAfter(int features) =>
    [
        new("head_hidden", "Linear", $"[B, {4L * features}]", $"[B, {features}]", KnownSizes.Linear(4L * features, features, positions: 1)),
        new("head", "Linear", $"[B, {features}]", $"[B, {Classes}]", KnownSizes.Linear(features, Classes, positions: 1)),
    ];

    public override IEnumerable<Field> FieldsBefore(TypeNames types) => [TokenEmbedding.Field(types)];

    public override IEnumerable<Field> FieldsAfter(TypeNames types)
    {
        var (linear, torch) = (types.Of(KnownTypes.Linear), types.Of(KnownTypes.Torch));
        yield return new(linear, "head_hidden", $"{torch}.nn.Linear(4 * Shapes.Features, Shapes.Features)");
        yield return new(linear, "head", $"{torch}.nn.Linear(Shapes.Features, Shapes.Classes)");
    }

    public override IEnumerable<Step> StepsBefore(int features, TypeNames types) =>
    [
        new(
            "pair",
            $"{types.Of(KnownTypes.SequencePair)}.Stack(first, firstLengths, second, secondLengths)",
            EquatableArray.Of("first", "second"),
            "[B, L] and [B, L] -> [2B, L]",
            "One encoder for both, so one batch of them: norms over the batch see all of it."),
        TokenEmbedding.Step("pair.Tokens", "pair", features, Batch),
    ];

    public override IEnumerable<Step> StepsAfter(string states, int features, TypeNames types) =>
    [
        PoolingStep.Of(Pooling, this, states, features, types),
        new(
            "compared",
            $"{types.Of(KnownTypes.SequencePair)}.Compare(pooled)",
            EquatableArray.Of("pooled"),
            $"[2B, {features}] -> [B, {4L * features}]: a, b, a - b, a * b"),
        new("hidden", "head_hidden.call(compared)", EquatableArray.Of("compared"), $"[B, {4L * features}] -> [B, {features}]"),
        new("activated", $"{types.Of(KnownTypes.ExactGelu)}.Apply(hidden)", EquatableArray.Of("hidden"), $"[B, {features}]"),
        new("logits", "head.call(activated)", EquatableArray.Of("activated"), $"[B, {features}] -> [B, {Classes}]"),
    ];
}
