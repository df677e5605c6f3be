using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Streaming;

namespace SerpentDsl.Generator.Plan;

/// <summary>Turns a checked architecture into steps, names and lifetimes.</summary>
internal static class Planner
{
    public static ModelPlan Plan(SizedArchitecture model)
    {
        var (architecture, ledger, facts) = model;
        TypeNames types = new(architecture.Class.TakenNames);
        FileNames names = new(
            types.Of(KnownTypes.Torch),
            types.Of(KnownTypes.Tensor),
            types.Of(KnownTypes.GeneratedCode),
            types.Of(architecture.IsCausal ? KnownTypes.StreamingBlock : KnownTypes.SequenceLayer),
            types.Of(KnownTypes.SequenceInput),
            types.Of(KnownTypes.IArchitecture),
            types.Of(KnownTypes.ISequenceModel),
            types.Of(architecture.Head.Kind.Contract),
            types.Of(KnownTypes.ArchitectureSpec),
            types.Of(architecture.Head.Kind.Spec),
            types.Of(KnownTypes.LayerSpec),
            architecture.Recipe is null ? null : types.Of(KnownTypes.RecipeSpec));
        var (blockFields, blockSteps, blockResult) = BlockPlanner.Plan(architecture, types);
        var fields = PlanFields(architecture, types);
        var (steps, result) = PlanForward(architecture, types);
        var streaming = StreamingPlanner.Plan(architecture, types);
        var headArguments = architecture.Head.SpecArguments(types);
        names = names with
        {
            ModelFacts = types.Of(KnownTypes.ModelFacts),
            StreamingFacts = facts.Streaming is null ? names.StreamingFacts : types.Of(KnownTypes.StreamingFacts),
            WeightSpec = types.Of(KnownTypes.WeightSpec),
        };
        return new ModelPlan(
            architecture,
            ledger,
            facts,
            names,
            headArguments,
            types.Aliases,
            PlanShapes(architecture).ToEquatableArray(),
            blockFields.ToEquatableArray(),
            Lifetimes.Schedule(blockSteps, blockResult),
            blockResult,
            fields.ToEquatableArray(),
            Lifetimes.Schedule(steps, result),
            result)
        {
            Streaming = streaming,
        };
    }

    private static List<Field> PlanFields(Architecture architecture, TypeNames types)
    {
        List<Field> fields =
        [
            .. architecture.Head.FieldsBefore(types),
            .. PositionsOf(architecture, types),
            new("global::TorchSharp.Modules.ModuleList<Block>", "blocks", $"{types.Of(KnownTypes.Torch)}.nn.ModuleList<Block>()"),
        ];
        if (architecture.FinalNorm)
        {
            var norm = types.Of("global::" + architecture.Norm);
            fields.Add(new(norm, "final_norm", BlockPlanner.NewNorm(architecture, types, architecture.Norm)));
        }

        fields.AddRange(architecture.Head.FieldsAfter(types));
        return fields;
    }

    private static (List<Step> Steps, string Result) PlanForward(Architecture architecture, TypeNames types)
    {
        var head = architecture.Head;
        var whole = $"[{head.Batch}, L, {architecture.Features}]";
        var read = head.LengthsOwner is { } owner ? EquatableArray.Of("states", owner) : EquatableArray.Of("states");
        List<Step> steps =
        [
            .. StepsBefore(architecture, types),
            new(
                null,
                $$"""
                foreach (Block block in blocks)
                {
                    var next = block.call(states, {{head.Lengths}});
                    states.Dispose();
                    states = next;
                }
                """,
                read,
                whole),
        ];
        var last = "states";
        if (architecture.FinalNorm)
        {
            steps.Add(new("normed", $"final_norm.call(states, {head.Lengths})", read, whole));
            last = "normed";
        }

        steps.AddRange(head.StepsAfter(last, architecture.Features, types));
        return (steps, steps[steps.Count - 1].Result!);
    }

    private static IEnumerable<Field> PositionsOf(Architecture architecture, TypeNames types)
    {
        if (architecture.Positions is { } positions)
        {
            var type = types.Of(KnownTypes.SequencePositions);
            var isLearned = positions.IsLearned ? "true" : "false";
            yield return new(type, "positions", $"new {type}(Shapes.Features, Shapes.MaxLength, learned: {isLearned})");
        }
    }

    /// <summary>The steps that make <c>states</c>: those of the head, and the positions.</summary>
    private static IEnumerable<Step> StepsBefore(Architecture architecture, TypeNames types)
    {
        var head = architecture.Head;
        foreach (var step in head.StepsBefore(architecture.Features, types))
        {
            yield return architecture.Positions is not null && step.Result == "states" ? step with { Result = "embedded" } : step;
        }

        if (architecture.Positions is not null)
        {
            var reads = head.LengthsOwner is { } owner ? EquatableArray.Of("embedded", owner) : EquatableArray.Of("embedded");
            yield return new(
                "states", $"positions.call(embedded, {head.Lengths})", reads, $"[{head.Batch}, L, {architecture.Features}]");
        }
    }

    private static IEnumerable<ShapeConstant> PlanShapes(Architecture architecture)
    {
        foreach (var constant in architecture.Head.Shapes)
        {
            yield return constant;
        }

        yield return ShapeConstant.Integer("Features", architecture.Features, "Width of the model.");
        yield return ShapeConstant.Integer("Depth", architecture.Depth, "Number of blocks.");
        if (architecture.Dropout > 0)
        {
            yield return ShapeConstant.Real(
                "Dropout", architecture.Dropout, "Probability that a feature of a block's output is dropped in training.");
        }

        if (architecture.NormEpsilon is { } epsilon)
        {
            yield return ShapeConstant.Real("NormEpsilon", epsilon, "What is added to the variance of every norm.");
        }

        if (architecture.FeedForward is { } part)
        {
            yield return ShapeConstant.Integer("FeedForward", part.Width, "Width between the linear layers of a feed-forward part.");
        }

        foreach (var branch in architecture.Branches)
        {
            var prefix = $"Branch{branch.Index}";
            yield return ShapeConstant.Integer(prefix + "Features", branch.Features, $"Width of branch {branch.Index}.");
            if (branch.Compression is { } compression)
            {
                yield return ShapeConstant.Real(
                    prefix + "CompressionRate", compression.Rate,
                    $"Compression rate of branch {branch.Index}: its resampled points per position, at most.");
                yield return ShapeConstant.Integer(
                    prefix + "Window", compression.Window,
                    $"Neighbouring positions that make one resampled point of branch {branch.Index}.");
                yield return ShapeConstant.Integer(
                    prefix + "TimeBasis", compression.TimeBasis,
                    $"Gaussians that a time difference is expanded in, in branch {branch.Index}.");
                yield return ShapeConstant.Integer(
                    prefix + "MaxPoints", compression.MaxPoints, $"Most resampled points of branch {branch.Index}.");
            }
        }
    }
}
