using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>
/// <c>[PairClassifier]</c>: both sequences go through one encoder, stacked along the batch. The features [a, b, a − b, a·b] of their
/// vectors a and b go through a linear layer to the width, GELU, and a linear layer to the classes, unless the options say otherwise.
/// </summary>
internal sealed record PairClassifierHead(
    int Vocabulary, int Classes, int MaxLength, string Pooling, bool IsCausal) : Head(MaxLength, IsCausal)
{
    public static HeadKind Definition { get; } = new(
        "PairClassifier",
        head => new PairClassifierHead(
            Number(head, "Vocabulary"), Number(head, "Classes"), Number(head, "MaxLength"), head["Pooling"].Label, head["Causal"].Truth)
        {
            HiddenFeatures = head["HiddenFeatures"] is { Kind: ConstantKind.Integer } hidden ? (int)hidden.Whole : null,
            HiddenActivation = HiddenLayer.ActivationOf(head),
            JoinsSides = head["Comparison"].Label == "Sides",
        })
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

    /// <summary>Width of the layer before the answer; null for that of the model, 0 for no layer.</summary>
    public int? HiddenFeatures { get; init; }

    /// <summary>The function after that layer.</summary>
    public string HiddenActivation { get; init; } = HiddenLayer.DefaultActivation;

    /// <summary>Whether the two vectors are compared by themselves, without difference and product.</summary>
    public bool JoinsSides { get; init; }

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
        .. HiddenFeatures is > 0 and var width ? new[] { new HiddenLayer(width, HiddenActivation).Shape } : [],
    ];

    private long Parts => JoinsSides ? 2 : 4;

    public override string SpecArguments(TypeNames types) =>
        "Shapes.Vocabulary, Shapes.Classes, Shapes.MaxLength" + PoolingStep.SpecArgument(Pooling, types);

    public override string Guard(string input) =>
        $"{input}.CheckPair(first, firstLengths, second, secondLengths, Shapes.Vocabulary, Shapes.MaxLength);";

    public override IEnumerable<LedgerRow> RowsBefore(int features) => [TokenEmbedding.Row(Vocabulary, features, MaxLength, Batch)];

    public override IEnumerable<LedgerRow> RowsAfter(int features)
    {
        var hidden = HiddenOf(features);
        if (hidden is not null)
        {
            yield return hidden.Row(Parts * features);
        }

        var width = hidden?.Width ?? Parts * features;
        yield return new("head", "Linear", $"[B, {width}]", $"[B, {Classes}]", KnownSizes.Linear(width, Classes, positions: 1));
    }

    public override IEnumerable<Field> FieldsBefore(TypeNames types) => [TokenEmbedding.Field(types)];

    public override IEnumerable<Field> FieldsAfter(TypeNames types)
    {
        var (linear, torch) = (types.Of(KnownTypes.Linear), types.Of(KnownTypes.Torch));
        var width = HiddenFeatures is null ? "Shapes.Features" : "Shapes.HiddenFeatures";
        if (HiddenFeatures != 0)
        {
            yield return new(linear, "head_hidden", $"{torch}.nn.Linear({Parts} * Shapes.Features, {width})");
        }

        yield return new(
            linear, "head", $"{torch}.nn.Linear({(HiddenFeatures == 0 ? $"{Parts} * Shapes.Features" : width)}, Shapes.Classes)");
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

    public override IEnumerable<Step> StepsAfter(string states, int features, TypeNames types)
    {
        var inputs = Parts * features;
        yield return PoolingStep.Of(Pooling, this, states, features, types);
        yield return new(
            "compared",
            $"{types.Of(KnownTypes.SequencePair)}.{(JoinsSides ? "Join" : "Compare")}(pooled)",
            EquatableArray.Of("pooled"),
            $"[2B, {features}] -> [B, {inputs}]: {(JoinsSides ? "a, b" : "a, b, a - b, a * b")}");
        var (last, width) = ("compared", inputs);
        if (HiddenOf(features) is { } hidden)
        {
            foreach (var step in hidden.Steps(last, inputs, types))
            {
                yield return step;
            }

            (last, width) = ("activated", hidden.Width);
        }

        yield return new("logits", $"head.call({last})", EquatableArray.Of(last), $"[B, {width}] -> [B, {Classes}]");
    }

    private HiddenLayer? HiddenOf(int features) => HiddenFeatures == 0 ? null : new(HiddenFeatures ?? features, HiddenActivation);
}
