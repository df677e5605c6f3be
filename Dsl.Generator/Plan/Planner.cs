using System.Collections.Generic;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>Turns a checked architecture into steps, names and lifetimes.</summary>
internal static class Planner
{
    public static ModelPlan Plan(Architecture architecture)
    {
        TypeNames types = new(architecture.Class.TakenNames);
        FileNames names = new(
            types.Of(KnownTypes.Torch),
            types.Of(KnownTypes.Tensor),
            types.Of(KnownTypes.GeneratedCode),
            types.Of(KnownTypes.SequenceLayer),
            types.Of(KnownTypes.SequenceInput),
            types.Of(KnownTypes.IArchitecture),
            types.Of(KnownTypes.ISequenceModel),
            types.Of(KnownTypes.ISequenceClassifier),
            types.Of(KnownTypes.ArchitectureSpec),
            types.Of(KnownTypes.ClassifierHeadSpec),
            types.Of(KnownTypes.LayerSpec),
            architecture.Recipe is null ? null : types.Of(KnownTypes.RecipeSpec));
        (List<Field> blockFields, List<Step> blockSteps, string blockResult) = BlockPlanner.Plan(architecture, types);
        List<Field> fields = PlanFields(architecture, types);
        (List<Step> steps, string result) = PlanForward(architecture, types);
        Ledger ledger = Ledger.Of(architecture);
        Facts facts = Facts.Of(architecture, ledger);
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
            types.Aliases,
            PlanShapes(architecture).ToEquatableArray(),
            blockFields.ToEquatableArray(),
            Lifetimes.Schedule(blockSteps, blockResult),
            blockResult,
            fields.ToEquatableArray(),
            Lifetimes.Schedule(steps, result),
            result);
    }

    private static List<Field> PlanFields(Architecture architecture, TypeNames types)
    {
        string torch = types.Of(KnownTypes.Torch);
        List<Field> fields =
        [
            new(types.Of(KnownTypes.Embedding), "embedding", $"{torch}.nn.Embedding(Shapes.Vocabulary, Shapes.Features)"),
            new("global::TorchSharp.Modules.ModuleList<Block>", "blocks", $"{torch}.nn.ModuleList<Block>()"),
        ];
        if (architecture.FinalNorm)
        {
            string norm = types.Of("global::" + architecture.Norm);
            fields.Add(new(norm, "final_norm", $"new {norm}(Shapes.Features)"));
        }

        fields.Add(new(types.Of(KnownTypes.Linear), "head", $"{torch}.nn.Linear(Shapes.Features, Shapes.Classes)"));
        return fields;
    }

    private static (List<Step> Steps, string Result) PlanForward(Architecture architecture, TypeNames types)
    {
        string whole = $"[B, L, {architecture.Features}]";
        List<Step> steps =
        [
            new("states", "embedding.call(tokens)", EquatableArray.Of("tokens"), $"[B, L] -> {whole}"),
            new(
                null,
                """
                foreach (Block block in blocks)
                {
                    var next = block.call(states, lengths);
                    states.Dispose();
                    states = next;
                }
                """,
                EquatableArray.Of("states"),
                whole),
        ];
        string last = "states";
        if (architecture.FinalNorm)
        {
            steps.Add(new("normed", "final_norm.call(states, lengths)", EquatableArray.Of("states"), whole));
            last = "normed";
        }

        steps.Add(new(
            "pooled",
            $"{types.Of(KnownTypes.SequencePooling)}.Mean({last}, lengths)",
            EquatableArray.Of(last),
            $"{whole} -> [B, {architecture.Features}], mean over valid positions"));
        steps.Add(new("logits", "head.call(pooled)", EquatableArray.Of("pooled"), $"[B, {architecture.Features}] -> [B, {architecture.Classes}]"));
        return (steps, "logits");
    }

    private static IEnumerable<ShapeConstant> PlanShapes(Architecture architecture)
    {
        yield return Integer("Vocabulary", architecture.Vocabulary, "Rows of the embedding table.");
        yield return Integer("Classes", architecture.Classes, "Number of classes.");
        yield return Integer("MaxLength", architecture.MaxLength, "Longest sequence, in tokens.");
        yield return Integer("Features", architecture.Features, "Width of the model.");
        yield return Integer("Depth", architecture.Depth, "Number of blocks.");
        if (architecture.Dropout > 0)
        {
            yield return Real("Dropout", architecture.Dropout, "Probability that a feature of a block's output is dropped in training.");
        }

        foreach (Branch branch in architecture.Branches)
        {
            string prefix = $"Branch{branch.Index}";
            yield return Integer(prefix + "Features", branch.Features, $"Width of branch {branch.Index}.");
            if (branch.Compression is { } compression)
            {
                yield return Real(prefix + "CompressionRate", compression.Rate, $"Compression rate of branch {branch.Index}: its resampled points per position, at most.");
                yield return Integer(prefix + "Window", compression.Window, $"Neighbouring positions that make one resampled point of branch {branch.Index}.");
                yield return Integer(prefix + "TimeBasis", compression.TimeBasis, $"Gaussians that a time difference is expanded in, in branch {branch.Index}.");
                yield return Integer(prefix + "MaxPoints", compression.MaxPoints, $"Most resampled points of branch {branch.Index}.");
            }
        }
    }

    private static ShapeConstant Integer(string name, int value, string summary) => new("int", name, Numbers.Literal(value), summary);

    private static ShapeConstant Real(string name, double value, string summary) => new("double", name, Numbers.Literal(value), summary);
}
