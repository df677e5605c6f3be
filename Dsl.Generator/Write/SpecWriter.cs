using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the static property <c>Spec</c>, which describes the model at run time.</summary>
internal static class SpecWriter
{
    public static void Write(CodeWriter writer, ModelPlan plan, string generatedCode)
    {
        var architecture = plan.Architecture;
        var name = Identifiers.Escape(architecture.Class.Name);
        writer.Line("/// <summary>Everything known about the model at compile time.</summary>");
        writer.Line(generatedCode);
        writer.Line($"public static {plan.Names.ArchitectureSpec} Spec {{ get; }} = new(");
        writer.Line($"    Name: nameof({name}),");
        writer.Line($"    FullName: {SymbolDisplay.FormatLiteral(architecture.Class.FullName, quote: true)},");
        writer.Line($"    Head: new {plan.Names.HeadSpec}({plan.HeadArguments}),");
        writer.Line($"    Causal: {(architecture.IsCausal ? "true" : "false")},");
        writer.Line("    Parameters: ParameterCount,");
        writer.Line("    Layers: DescribeLayers(),");
        WriteRecipe(writer, plan);
        writer.Line($"    Create: static () => new {name}())");
        FactsWriter.WriteMembers(writer, plan);
        writer.Line();
        WriteLayers(writer, plan);
        writer.Line();
        FactsWriter.WriteWeights(writer, plan);
    }

    private static void WriteRecipe(CodeWriter writer, ModelPlan plan)
    {
        if (plan.Architecture.Recipe is not { } recipe)
        {
            writer.Line("    Recipe: null,");
            return;
        }

        writer.Line($"    Recipe: new {plan.Names.RecipeSpec}(");
        writer.Line($"        Task: {recipe.Task.Code},");
        writer.Line($"        Epochs: {Numbers.Literal(recipe.Epochs)},");
        writer.Line($"        BatchSize: {Numbers.Literal(recipe.BatchSize)},");
        writer.Line($"        LearningRate: {recipe.LearningRate.Code},");
        writer.Line($"        WeightDecay: {recipe.WeightDecay.Code},");
        writer.Line($"        Schedule: {recipe.Schedule.Code},");
        writer.Line($"        WarmupSteps: {Numbers.Literal(recipe.WarmupSteps)},");
        writer.Line($"        Patience: {Numbers.Literal(recipe.Patience)},");
        writer.Line($"        GradientClip: {recipe.GradientClip.Code},");
        writer.Line($"        EmaDecay: {recipe.EmaDecay.Code},");
        writer.Line($"        CarryState: {(recipe.CarryState ? "true" : "false")},");
        writer.Line($"        Quick: {recipe.Quick?.Code ?? "null"}),");
    }

    private static void WriteLayers(CodeWriter writer, ModelPlan plan)
    {
        var layer = plan.Names.LayerSpec;
        using (writer.Block($"private static {layer}[] DescribeLayers()"))
        {
            writer.Line($"var layers = new global::System.Collections.Generic.List<{layer}>();");
            var streams = plan.Facts.Streaming is not null;
            WriteRows(writer, plan.Ledger.Before, "\"", streams);
            using (writer.Block("for (int i = 0; i < Shapes.Depth; i++)"))
            {
                WriteRows(writer, plan.Ledger.Block, "$\"blocks.{i}.", streams);
            }

            writer.Line();
            WriteRows(writer, plan.Ledger.After, "\"", streams);
            writer.Line("return layers.ToArray();");
        }
    }

    private static void WriteRows(CodeWriter writer, EquatableArray<LedgerRow> rows, string path, bool streams)
    {
        foreach (var row in rows)
        {
            writer.Line(
                $"layers.Add(new({path}{row.Name}\", \"{row.Kind}\", \"{row.Input}\", \"{row.Output}\", " +
                $"Parameters: {Numbers.Literal(row.Size.Parameters)}, Flops: {Numbers.Literal(row.Size.Flops)}) " +
                $"{FactsWriter.MembersOf(row, streams)});");
        }
    }
}
