using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>Describes the cost of an architecture in words.</summary>
internal static class FactsText
{
    /// <summary>Names and values of the facts that a card shows as tiles.</summary>
    public static IEnumerable<(string Name, string Value)> Tiles(ArchitectureSpec spec)
    {
        yield return ("parameters", Figures.Count(spec.Parameters));
        if (spec.Facts == ModelFacts.Unknown)
        {
            yield break;
        }

        yield return ("training, per token", Figures.Quantity(spec.Facts.TrainingFlops, "FLOP"));
        yield return ("kept for backward, per token", Figures.Quantity(spec.Facts.TrainingBytes, "B"));
        yield return ("receptive field", FieldOf(spec.Facts));
        if (spec.Facts.Streaming is { } streaming)
        {
            yield return ("a step", Figures.Quantity(streaming.StepFlops, "FLOP"));
            yield return ("moved by a step", Figures.Quantity(streaming.StepBytes, "B"));
            yield return ("state of a sequence", Figures.Quantity(streaming.StateBytes, "B"));
        }
    }

    /// <summary>Names and values of the facts that <c>describe</c> prints.</summary>
    public static IEnumerable<(string Name, string Value)> Lines(ArchitectureSpec spec)
    {
        if (spec.Facts == ModelFacts.Unknown)
        {
            yield break;
        }

        yield return ("training", $"{Figures.Quantity(spec.Facts.TrainingFlops, "FLOP")} and "
            + $"{Figures.Quantity(spec.Facts.TrainingBytes, "B")} kept for the backward pass, a token");
        yield return ("sees", $"{FieldOf(spec.Facts)}{(spec.Causal ? ", backwards only" : "")}");
        yield return ("streaming", spec.Facts.Streaming is { } streaming
            ? $"{Figures.Quantity(streaming.StepFlops, "FLOP")} and {Figures.Quantity(streaming.StepBytes, "B")} moved a step, a state "
                + $"of {Figures.Quantity(streaming.StateBytes, "B")} a sequence"
            : spec.Causal ? "none: this head answers for whole inputs only" : "none: it is not causal");
    }

    private static string FieldOf(ModelFacts facts) =>
        facts.ReceptiveField is { } positions ? $"{Figures.Count(positions)} positions" : "whole sequence";
}
