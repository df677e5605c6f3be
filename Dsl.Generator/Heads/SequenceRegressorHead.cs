using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>
/// <c>[SequenceRegressor]</c>: a linear layer in place of the embedding, blocks, one vector of the sequence or none, a linear layer.
/// </summary>
internal sealed record SequenceRegressorHead(
    int Inputs, int Outputs, int MaxLength, string Pooling, bool IsCausal) : Head(MaxLength, IsCausal)
{
    public static HeadKind Definition { get; } = new(
        "SequenceRegressor",
        head => new SequenceRegressorHead(
            Number(head, "Inputs"), Number(head, "Outputs"), Number(head, "MaxLength"), head["Pooling"].Label, head["Causal"].Truth))
    {
        Example = "inputs: 3, outputs: 1, maxLength: 1024",
        Contract = KnownTypes.ISequenceRegressor,
        Spec = KnownTypes.RegressorHeadSpec,
        Inputs = [new("values", "lengths", "Vectors, <c>[batch, length, inputs]</c>.")],
        TaskContract = "ISeriesTask",
        TaskExample = "MySeries",
    };

    public override HeadKind Kind => Definition;

    public override StreamingHead? Streaming =>
        new("values", ReadsTokens: false, Inputs, Pooling, IsTied: false, "outputs", Outputs, "Shapes.Outputs");

    public override string Workload => $"one sequence of {Numbers.Grouped(MaxLength)} vectors";

    public override string Unit => "vector";

    public override string Summary => "Maps sequences that are all of one length.";

    public override string Returns => $"<c>[{(AnswersEverywhere ? "batch, length" : "batch")}, {Outputs}]</c>, owned by the caller.";

    public override IEnumerable<ShapeConstant> Shapes =>
    [
        ShapeConstant.Integer("Inputs", Inputs, "Width of the input vectors."),
        ShapeConstant.Integer("Outputs", Outputs, "Width of the output vectors."),
        ShapeConstant.Integer("MaxLength", MaxLength, "Longest sequence, in positions."),
    ];

    private bool AnswersEverywhere => Pooling == StreamingHead.Everywhere;

    private string Answer => AnswersEverywhere ? "[B, L, " : "[B, ";

    public override string SpecArguments(TypeNames types) =>
        "Shapes.Inputs, Shapes.Outputs, Shapes.MaxLength" + PoolingStep.SpecArgument(Pooling, types);

    public override string Guard(string input) =>
        $"{input}.CheckValues(values, lengths, Shapes.Inputs, Shapes.MaxLength, encoder.weight!.dtype);";

    public override IEnumerable<LedgerRow> RowsBefore(int features) =>
        [new("encoder", "Linear", $"[B, L, {Inputs}]", $"[B, L, {features}]", KnownSizes.Linear(Inputs, features, MaxLength))];

    public override IEnumerable<LedgerRow> RowsAfter(int features) =>
        [new(
            "head", "Linear", $"{Answer}{features}]", $"{Answer}{Outputs}]", KnownSizes.Linear(
                features, Outputs, AnswersEverywhere ? MaxLength : 1))];

    public override IEnumerable<Field> FieldsBefore(TypeNames types) =>
        [new(types.Of(KnownTypes.Linear), "encoder", $"{types.Of(KnownTypes.Torch)}.nn.Linear(Shapes.Inputs, Shapes.Features)")];

    public override IEnumerable<Field> FieldsAfter(TypeNames types) =>
        [new(types.Of(KnownTypes.Linear), "head", $"{types.Of(KnownTypes.Torch)}.nn.Linear(Shapes.Features, Shapes.Outputs)")];

    public override IEnumerable<Step> StepsBefore(int features, TypeNames types) =>
    [
        new(
            "valid",
            $"{types.Of(KnownTypes.SequenceMask)}.Apply(values, lengths)",
            EquatableArray.Of("values"),
            "zero at padding, whatever stood there"),
        new("states", "encoder.call(valid)", EquatableArray.Of("valid"), $"[B, L, {Inputs}] -> [B, L, {features}]"),
    ];

    public override IEnumerable<Step> StepsAfter(string states, int features, TypeNames types)
    {
        if (!AnswersEverywhere)
        {
            yield return PoolingStep.Of(Pooling, this, states, features, types);
            states = PoolingStep.Result;
        }

        yield return new("outputs", $"head.call({states})", EquatableArray.Of(states), $"{Answer}{features}] -> {Answer}{Outputs}]");
    }
}
