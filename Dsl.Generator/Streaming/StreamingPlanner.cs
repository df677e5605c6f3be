using System.Collections.Generic;
using System.Globalization;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>Plans the streaming form of a causal architecture.</summary>
internal static class StreamingPlanner
{
    /// <summary>Null for an architecture that is not causal.</summary>
    public static StreamingPlan? Plan(Architecture architecture, TypeNames types)
    {
        if (!architecture.IsCausal)
        {
            return null;
        }

        string torch = types.Of(KnownTypes.Torch);
        StreamingNames names = new(
            types.Of(KnownTypes.StreamingLayer), types.Of(KnownTypes.StreamState), types.Of(KnownTypes.StreamInput), types.Of(KnownTypes.IStreamingModel));
        return new StreamingPlan(
            names,
            StreamingBlockPlanner.PartsOf(architecture),
            StreamingBlockPlanner.Plan(architecture, StreamForm.Step, torch, names.Input),
            StreamingBlockPlanner.Plan(architecture, StreamForm.Chunk, torch, names.Input),
            StreamingHead.Of(architecture.Head) is { } head ? PlanModel(architecture, head, names, types) : null);
    }

    private static StreamingModelPlan PlanModel(Architecture architecture, StreamingHead head, StreamingNames names, TypeNames types)
    {
        // Only a head that pools has its answer's weight at hand for the type of what it remembers.
        StreamPart? pooling = head.AnswersEverywhere
            ? null
            : new("pooling", $"{types.Of(KnownTypes.StreamPooling)}.New{head.Pooling}(batch, Shapes.Features, head.weight!)");
        return new StreamingModelPlan(
            head.Input,
            pooling,
            PlanMethod(architecture, head, StreamForm.Step, names, types),
            PlanMethod(architecture, head, StreamForm.Chunk, names, types));
    }

    private static StreamMethod PlanMethod(Architecture architecture, StreamingHead head, StreamForm form, StreamingNames names, TypeNames types)
    {
        bool isStep = form == StreamForm.Step;
        string axis = isStep ? "[B" : "[B, L", whole = $"{axis}, {architecture.Features}]";
        var steps = new List<Step>();
        string input = head.Input;
        if (!head.ReadsTokens && !isStep)
        {
            steps.Add(new("valid", $"{types.Of(KnownTypes.SequenceMask)}.Apply({input}, lengths)", EquatableArray.Of(input), "zero at padding, whatever stood there"));
            input = "valid";
        }

        steps.Add(head.ReadsTokens
            ? new("states", $"embedding.call({input})", EquatableArray.Of(input), $"{axis}] -> {whole}")
            : new("states", $"encoder.call({input})", EquatableArray.Of(input), $"{axis}, {head.InputWidth}] -> {whole}"));
        steps.Add(new(
            null,
            $$"""
            for (int i = 0; i < Shapes.Depth; i++)
            {
                var next = blocks[i].{{(isStep ? "Step(states, " : "Chunk(states, lengths, ")}}state.Child(i));
                states.Dispose();
                states = next;
            }
            """,
            EquatableArray.Of("states"),
            whole));
        string last = "states";
        if (architecture.FinalNorm)
        {
            steps.Add(new("normed", isStep ? "final_norm.Step(states)" : "final_norm.call(states, lengths)", EquatableArray.Of("states"), whole));
            last = "normed";
        }

        string read = whole, answer = $"{axis}, {head.Answers}]";
        if (!head.AnswersEverywhere)
        {
            string call = $"{types.Of(KnownTypes.StreamPooling)}.{(isStep ? "Step" : "Chunk")}{head.Pooling}({last}, {(isStep ? "" : "lengths, ")}state.Child(Shapes.Depth))";
            (read, answer) = ($"[B, {architecture.Features}]", $"[B, {head.Answers}]");
            string what = head.Pooling == "Mean" ? "mean over all that was read" : "the newest position";
            steps.Add(new("pooled", call, EquatableArray.Of(last), isStep ? what : $"{whole} -> {read}, {what}"));
            last = "pooled";
        }

        steps.Add(new(head.Answer, string.Format(CultureInfo.InvariantCulture, head.Call, last), EquatableArray.Of(last), $"{read} -> {answer}"));
        string lengths = isStep ? "" : "lengths, ";
        string guard = head.ReadsTokens
            ? $"{names.Input}.CheckTokens({head.Input}, {lengths}Shapes.Vocabulary);"
            : $"{names.Input}.CheckValues({head.Input}, {lengths}Shapes.Inputs, encoder.weight!.dtype);";
        return StreamMethod.Of(steps, head.Answer, guard, $"state.CheckModel(Spec.FullName, {head.Input}.shape[0]);");
    }
}
