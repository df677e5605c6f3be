using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What an architecture costs, in words.</summary>
internal static class FactsText
{
    /// <summary>Each figure with what it is, shortest first.</summary>
    public static IEnumerable<(string Name, string Value)> Tiles(ArchitectureSpec spec)
    {
        yield return ("parameters", Text.Count(spec.Parameters));
        if (spec.Facts == ModelFacts.Unknown)
        {
            yield break;
        }

        yield return ("training, per token", Text.Quantity(spec.Facts.TrainingFlops, "FLOP"));
        yield return ("kept for backward, per token", Text.Quantity(spec.Facts.TrainingBytes, "B"));
        yield return ("receptive field", FieldOf(spec.Facts));
        if (spec.Facts.Streaming is { } streaming)
        {
            yield return ("a step", Text.Quantity(streaming.StepFlops, "FLOP"));
            yield return ("moved by a step", Text.Quantity(streaming.StepBytes, "B"));
            yield return ("state of a sequence", Text.Quantity(streaming.StateBytes, "B"));
        }
    }

    /// <summary>Lines for a terminal.</summary>
    public static IEnumerable<(string Name, string Value)> Lines(ArchitectureSpec spec)
    {
        if (spec.Facts == ModelFacts.Unknown)
        {
            yield break;
        }

        yield return ("training", $"{Text.Quantity(spec.Facts.TrainingFlops, "FLOP")} and {Text.Quantity(spec.Facts.TrainingBytes, "B")} kept for the backward pass, a token");
        yield return ("sees", $"{FieldOf(spec.Facts)}{(spec.Causal ? ", backwards only" : "")}");
        yield return ("streaming", spec.Facts.Streaming is { } streaming
            ? $"{Text.Quantity(streaming.StepFlops, "FLOP")} and {Text.Quantity(streaming.StepBytes, "B")} moved a step, a state of {Text.Quantity(streaming.StateBytes, "B")} a sequence"
            : spec.Causal ? "none: this head answers for whole inputs only" : "none: it is not causal");
    }

    private static string FieldOf(ModelFacts facts) => facts.ReceptiveField is { } positions ? $"{Text.Count(positions)} positions" : "whole sequence";
}
