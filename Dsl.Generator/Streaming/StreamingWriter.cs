using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Write;

namespace SerpentDsl.Generator.Streaming;

/// <summary>Writes the streaming form of a model and of its blocks.</summary>
internal static class StreamingWriter
{
    /// <summary>Writes the members of the model, each after an empty line.</summary>
    public static void WriteModel(CodeWriter writer, ModelPlan plan, string generatedCode)
    {
        if (plan.Streaming is not { Model: { } model, Names: { } names } streaming)
        {
            return;
        }

        var tensor = plan.Names.Tensor;
        writer.Line();
        WriteMember(writer, generatedCode);
        using (writer.Block($"public {names.State} NewState(long batch)"))
        {
            StreamPart[] others = [.. new[] { model.Pooling, model.Positions }.OfType<StreamPart>()];
            var count = others.Length == 0 ? "Shapes.Depth" : $"Shapes.Depth + {others.Length}";
            writer.Line($"var parts = new (string, {names.State})[{count}];");
            using (writer.Block("for (int i = 0; i < Shapes.Depth; i++)"))
            {
                writer.Line("parts[i] = ($\"blocks.{i}\", blocks[i].NewState(batch));");
            }

            writer.Line();
            for (var i = 0; i < others.Length; i++)
            {
                var place = i == 0 ? "Shapes.Depth" : $"Shapes.Depth + {i}";
                writer.Line($"parts[{place}] = (\"{others[i].Name}\", {others[i].Creation});");
            }

            writer.Line(
                $"return {names.State}.OfModel(Spec.FullName, {(model.Constants.Length == 0 ? "" : $"[{model.Constants}], ")}parts);");
        }

        writer.Line();
        WriteMember(writer, generatedCode);
        WriteMethod(writer, plan, $"public {tensor} Chunk({tensor} {model.Input}, {tensor}? lengths, {names.State} state)", model.Chunk);
        writer.Line();
        WriteMember(writer, generatedCode);
        using (writer.Block($"public {tensor} Step({tensor} {model.Input}, {names.State} state)"))
        {
            writer.Line($"using var scope = {plan.Names.Torch}.NewDisposeScope();");
            writer.Line($"var output = {plan.Names.Torch}.empty([state.Batch, {model.Answers}], {model.Like}.dtype, {model.Like}.device);");
            writer.Line($"return Step({model.Input}, state, output).MoveToOuterDisposeScope();");
        }

        writer.Line();
        WriteMember(writer, generatedCode);
        WriteMethod(writer, plan, $"public {tensor} Step({tensor} {model.Input}, {names.State} state, {tensor} output)", model.Step);
    }

    /// <summary>Writes the members of a block, each after an empty line.</summary>
    public static void WriteBlock(CodeWriter writer, ModelPlan plan)
    {
        if (plan.Streaming is not { } streaming)
        {
            return;
        }

        var (tensor, state) = (plan.Names.Tensor, streaming.Names.State);
        writer.Line();
        WriteMember(writer);
        writer.Line($"public override {state} NewState(long batch) => {state}.Of(");
        writer.Line("    " + string.Join(",\n    ", streaming.BlockParts.Select(part => $"(\"{part.Name}\", {part.Creation})")) + ");");
        writer.Line();
        WriteMember(writer);
        WriteMethod(writer, plan, $"public override {tensor} Chunk({tensor} u, {tensor}? lengths, {state} state)", streaming.BlockChunk);
        writer.Line();
        WriteMember(writer);
        WriteMethod(writer, plan, $"public override {tensor} Step({tensor} u, {state} state, {tensor} output)", streaming.BlockStep);
    }

    /// <summary>
    /// Writes the public members of the streaming form of a model whose declaration has errors, each after an empty line.
    /// </summary>
    /// <param name="writer">Receives the members.</param>
    /// <param name="head">The head of the model.</param>
    /// <param name="refusal">The throw expression that is the body of every member.</param>
    public static void WriteSkeleton(CodeWriter writer, HeadKind head, string refusal)
    {
        var input = head.Inputs[0].Name;
        foreach (var member in new[]
        {
            $"{KnownTypes.StreamState} NewState(long batch)",
            $"{KnownTypes.Tensor} Chunk({KnownTypes.Tensor} {input}, {KnownTypes.Tensor}? lengths, {KnownTypes.StreamState} state)",
            $"{KnownTypes.Tensor} Step({KnownTypes.Tensor} {input}, {KnownTypes.StreamState} state)",
            $"{KnownTypes.Tensor} Step({KnownTypes.Tensor} {input}, {KnownTypes.StreamState} state, {KnownTypes.Tensor} output)",
        })
        {
            writer.Line();
            WriteMember(writer);
            writer.Line($"public {member} => {refusal};");
        }
    }

    private static void WriteMember(CodeWriter writer, string generatedCode = "")
    {
        writer.Line("/// <inheritdoc/>");
        if (generatedCode.Length > 0)
        {
            writer.Line(generatedCode);
        }
    }

    private static void WriteMethod(CodeWriter writer, ModelPlan plan, string signature, StreamMethod method)
    {
        using (writer.Block(signature))
        {
            foreach (var guard in method.Guards)
            {
                writer.Line(guard);
            }

            if (method.IsInPlace)
            {
                ForwardWriter.WriteInPlace(writer, method.Steps, method.Result);
                return;
            }

            writer.Line("using var mode = state.GradientMode();");
            ForwardWriter.Write(writer, plan.Names.Torch, method.Steps, method.Result);
        }
    }
}
