using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>Plans the streaming form of a causal architecture.</summary>
internal static class StreamingPlanner
{
    // The values of a step are never disposed, so their readers do not have to be listed.
    private static readonly EquatableArray<string> s_noReads = EquatableArray.Of<string>();

    /// <summary>Plans the streaming form. Returns null for an architecture that is not causal.</summary>
    public static StreamingPlan? Plan(Architecture architecture, TypeNames types)
    {
        if (!architecture.IsCausal)
        {
            return null;
        }

        StreamingNames names = new(
            types.Of(KnownTypes.StreamState),
            types.Of(KnownTypes.StreamInput),
            types.Of(KnownTypes.StreamStep),
            types.Of(KnownTypes.IStreamingModel),
            types.Of(KnownTypes.Scalars));
        return new StreamingPlan(
            names,
            StreamingBlockPlanner.PartsOf(architecture),
            StreamingBlockPlanner.Plan(architecture, StreamForm.Step, types, names),
            StreamingBlockPlanner.Plan(architecture, StreamForm.Chunk, types, names),
            architecture.Head.Streaming is { } head ? PlanModel(architecture, head, names, types) : null);
    }

    private static StreamingModelPlan PlanModel(Architecture architecture, StreamingHead head, StreamingNames names, TypeNames types)
    {
        // A head that pools has a linear layer, whose weight gives the pooling's state its type and device.
        StreamPart? pooling = head.AnswersEverywhere
            ? null
            : new("pooling", $"{types.Of(KnownTypes.StreamPooling)}.New{head.Pooling}(batch, Shapes.Features, head.weight!)");
        return new StreamingModelPlan(
            head.Input,
            head.ReadsTokens ? TokenEmbedding.Weight + ".detach()" : "",
            head.AnswersConstant,
            head.ReadsTokens ? TokenEmbedding.Weight : "encoder.weight!",
            architecture.Positions is null ? null : new("positions", "positions.NewState(batch)"),
            pooling,
            PlanStep(architecture, head, names, types),
            PlanChunk(architecture, head, names, types));
    }

    // The embedding's table comes from the state, because a module makes a new handle at every access to its weight.
    private static StreamMethod PlanStep(Architecture architecture, StreamingHead head, StreamingNames names, TypeNames types)
    {
        var whole = $"[B, {architecture.Features}]";
        var steps = new List<Step>();
        if (head.ReadsTokens)
        {
            steps.Add(new("table", "state.Constants[0]", s_noReads, "the embedding's"));
        }

        string Scratch(int buffer, string width = "Shapes.Features") => $"state.Room({buffer}, {width}, output)";
        var (made, first) = architecture.Positions is null ? ("states", 0) : ("embedded", 1);
        steps.Add(head.ReadsTokens
            ? new(made, $"{names.Step}.Embed({head.Input}, table, {Scratch(first)})", s_noReads, $"[B] -> {whole}")
            : new(
                made, $"{names.Step}.Linear(encoder, {head.Input}, {Scratch(first)})", s_noReads, $"[B, {head.InputWidth}] -> {whole}"));
        if (architecture.Positions is not null)
        {
            steps.Add(new("states", $"positions.Step({made}, {StateOfPositions(head)}, {Scratch(0)})", s_noReads, whole));
        }

        // The blocks use two buffers in turn, because a block must not write into its input.
        var buffers = 2;
        steps.Add(new(
            null,
            """
            for (int i = 0; i < Shapes.Depth; i++)
            {
                states = blocks[i].Step(states, state.Child(i), state.Room((i + 1) % 2, Shapes.Features, output));
            }
            """,
            s_noReads,
            whole));
        var last = "states";
        if (architecture.FinalNorm)
        {
            steps.Add(new("normed", $"final_norm.Step({last}, {Scratch(buffers++)})", s_noReads, whole));
            last = "normed";
        }

        if (!head.AnswersEverywhere)
        {
            var pool = $"{types.Of(KnownTypes.StreamPooling)}.Step{head.Pooling}({last}, state.Child(Shapes.Depth), {Scratch(buffers++)})";
            steps.Add(new("pooled", pool, s_noReads, head.Pooling == "Mean" ? "mean over all that was read" : "the newest position"));
            last = "pooled";
        }

        if (head.Hidden is { } hidden)
        {
            const string width = "Shapes.HiddenFeatures";
            var function = $"{types.Of(KnownTypes.PointwiseFunction)}.{hidden.Activation}";
            steps.Add(new(
                "hidden", $"{names.Step}.Linear(head_hidden, {last}, {Scratch(buffers++, width)})", s_noReads,
                $"{whole} -> [B, {hidden.Width}]"));
            steps.Add(new(
                "activated", $"{types.Of(KnownTypes.Pointwise)}.Step({function}, hidden, {Scratch(buffers++, width)})", s_noReads,
                $"[B, {hidden.Width}]"));
            (last, whole) = ("activated", $"[B, {hidden.Width}]");
        }

        steps.Add(
            new(
                head.Answer, head.IsTied
                    ? $"head.Step({last}, table, output)"
                    : $"{names.Step}.Linear(head, {last}, output)", s_noReads, $"{whole} -> [B, {head.Answers}]"));
        return StreamMethod.Of(
            StreamForm.Step,
            steps,
            head.Answer,
            head.ReadsTokens
                ? $"{names.Input}.CheckTokens({head.Input}, Shapes.Vocabulary);"
                : $"{names.Input}.CheckValues({head.Input}, Shapes.Inputs, encoder.weight!.dtype);",
            $"state.CheckModel(Spec.FullName, {head.Input}.size(0));",
            $"{names.Step}.CheckOutput(output, {head.Input}.size(0), {head.AnswersConstant});");
    }

    // The state of the positions is the last part.
    private static string StateOfPositions(StreamingHead head) =>
        head.AnswersEverywhere ? "state.Child(Shapes.Depth)" : "state.Child(Shapes.Depth + 1)";

    private static StreamMethod PlanChunk(Architecture architecture, StreamingHead head, StreamingNames names, TypeNames types)
    {
        var whole = $"[B, L, {architecture.Features}]";
        var steps = new List<Step>();
        var input = head.Input;
        if (!head.ReadsTokens)
        {
            steps.Add(
                new(
                    "valid", $"{types.Of(KnownTypes.SequenceMask)}.Apply({input}, lengths)", EquatableArray.Of(input),
                    "zero at padding, whatever stood there"));
            input = "valid";
        }

        var made = architecture.Positions is null ? "states" : "embedded";
        steps.Add(head.ReadsTokens
            ? new(made, $"embedding.call({input})", EquatableArray.Of(input), $"[B, L] -> {whole}")
            : new(made, $"encoder.call({input})", EquatableArray.Of(input), $"[B, L, {head.InputWidth}] -> {whole}"));
        if (architecture.Positions is not null)
        {
            steps.Add(new("states", $"positions.Chunk({made}, lengths, {StateOfPositions(head)})", EquatableArray.Of(made), whole));
        }

        steps.Add(new(
            null,
            """
            for (int i = 0; i < Shapes.Depth; i++)
            {
                var next = blocks[i].Chunk(states, lengths, state.Child(i));
                states.Dispose();
                states = next;
            }
            """,
            EquatableArray.Of("states"),
            whole));
        var last = "states";
        if (architecture.FinalNorm)
        {
            steps.Add(new("normed", "final_norm.call(states, lengths)", EquatableArray.Of("states"), whole));
            last = "normed";
        }

        string read = whole, answer = $"[B, L, {head.Answers}]";
        if (!head.AnswersEverywhere)
        {
            (read, answer) = ($"[B, {architecture.Features}]", $"[B, {head.Answers}]");
            var what = head.Pooling == "Mean" ? "mean over all that was read" : "the newest position";
            var pool = $"{types.Of(KnownTypes.StreamPooling)}.Chunk{head.Pooling}({last}, lengths, state.Child(Shapes.Depth))";
            steps.Add(new("pooled", pool, EquatableArray.Of(last), $"{whole} -> {read}, {what}"));
            last = "pooled";
        }

        if (head.Hidden is { } hidden)
        {
            var width = $"[B, {hidden.Width}]";
            steps.Add(new("hidden", $"head_hidden.call({last})", EquatableArray.Of(last), $"{read} -> {width}"));
            steps.Add(
                new("activated", BlockPlanner.Apply(types, hidden.Activation, "hidden"), EquatableArray.Of("hidden"), width));
            (last, read) = ("activated", width);
        }

        steps.Add(
            new(
                head.Answer, head.IsTied
                    ? $"head.call({last}, {TokenEmbedding.Weight})"
                    : $"head.call({last})", EquatableArray.Of(last), $"{read} -> {answer}"));
        return StreamMethod.Of(
            StreamForm.Chunk,
            steps,
            head.Answer,
            head.ReadsTokens
                ? $"{names.Input}.CheckTokens({head.Input}, lengths, Shapes.Vocabulary);"
                : $"{names.Input}.CheckValues({head.Input}, lengths, Shapes.Inputs, encoder.weight!.dtype);",
            $"state.CheckModel(Spec.FullName, {head.Input}.shape[0]);");
    }
}
