using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary><c>[SequenceClassifier]</c>: embedding, blocks, one vector of the sequence, one or two linear layers.</summary>
internal sealed record SequenceClassifierHead(
    int Vocabulary, int Classes, int MaxLength, string Pooling, bool IsCausal) : Head(MaxLength, IsCausal)
{
    public static HeadKind Definition { get; } = new(
        "SequenceClassifier",
        head => new SequenceClassifierHead(
            Number(head, "Vocabulary"), Number(head, "Classes"), Number(head, "MaxLength"), head["Pooling"].Label, head["Causal"].Truth)
        {
            Hidden = HiddenLayer.Of(head),
        })
    {
        Example = "vocabulary: 20, classes: 10, maxLength: 2048",
        Contract = KnownTypes.ISequenceClassifier,
        Spec = KnownTypes.ClassifierHeadSpec,
        Inputs = [new("tokens", "lengths", "Token ids, int64 <c>[batch, length]</c>.")],
        NeedsPooling = true,
        TaskContract = "ISequenceTask",
        TaskExample = "ListOps",
    };

    /// <summary>The layer before the answer; null for none.</summary>
    public HiddenLayer? Hidden { get; init; }

    public override HeadKind Kind => Definition;

    public override StreamingHead? Streaming =>
        new("tokens", ReadsTokens: true, 0, Pooling, IsTied: false, "logits", Classes, "Shapes.Classes") { Hidden = Hidden };

    public override string Workload => $"one sequence of {Numbers.Grouped(MaxLength)} tokens";

    public override string Summary => "Classifies sequences that are all of one length.";

    public override string Returns => $"Logits <c>[batch, {Classes}]</c>, owned by the caller.";

    public override IEnumerable<ShapeConstant> Shapes =>
    [
        TokenEmbedding.Shape(Vocabulary),
        ShapeConstant.Integer("Classes", Classes, "Number of classes."),
        ShapeConstant.Integer("MaxLength", MaxLength, "Longest sequence, in tokens."),
        .. Hidden is null ? [] : new[] { Hidden.Shape },
    ];

    public override string SpecArguments(TypeNames types) =>
        "Shapes.Vocabulary, Shapes.Classes, Shapes.MaxLength" + PoolingStep.SpecArgument(Pooling, types);

    public override string Guard(string input) => $"{input}.Check(tokens, lengths, Shapes.Vocabulary, Shapes.MaxLength);";

    public override IEnumerable<LedgerRow> RowsBefore(int features) => [TokenEmbedding.Row(Vocabulary, features, MaxLength, Batch)];

    public override IEnumerable<LedgerRow> RowsAfter(int features)
    {
        if (Hidden is not null)
        {
            yield return Hidden.Row(features);
        }

        var width = Hidden?.Width ?? features;
        yield return new("head", "Linear", $"[B, {width}]", $"[B, {Classes}]", KnownSizes.Linear(width, Classes, positions: 1));
    }

    public override IEnumerable<Field> FieldsBefore(TypeNames types) => [TokenEmbedding.Field(types)];

    public override IEnumerable<Field> FieldsAfter(TypeNames types)
    {
        var (linear, torch) = (types.Of(KnownTypes.Linear), types.Of(KnownTypes.Torch));
        if (Hidden is not null)
        {
            yield return new(linear, "head_hidden", $"{torch}.nn.Linear(Shapes.Features, Shapes.HiddenFeatures)");
        }

        yield return new(
            linear, "head", $"{torch}.nn.Linear(Shapes.{(Hidden is null ? "Features" : "HiddenFeatures")}, Shapes.Classes)");
    }

    public override IEnumerable<Step> StepsBefore(int features, TypeNames types) =>
        [TokenEmbedding.Step("tokens", "tokens", features, Batch)];

    public override IEnumerable<Step> StepsAfter(string states, int features, TypeNames types) =>
    [
        PoolingStep.Of(Pooling, this, states, features, types),
        .. Hidden is null ? [] : Hidden.Steps(PoolingStep.Result, features, types),
        Hidden is null
            ? new("logits", "head.call(pooled)", EquatableArray.Of("pooled"), $"[B, {features}] -> [B, {Classes}]")
            : new("logits", "head.call(activated)", EquatableArray.Of("activated"), $"[B, {Hidden.Width}] -> [B, {Classes}]"),
    ];
}
