using System.Globalization;
using SerpentDsl.Functions;
using SerpentDsl.Specs;
using SerpentDsl.Ssm;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>By which algorithm time-invariant branches run on a CPU, in words.</summary>
internal static class ConvolutionText
{
    /// <summary>A line for every branch of S4 or S4D; sequences of the greatest length, batches of the recipe.</summary>
    public static IEnumerable<(string Name, string Value)> Lines(ArchitectureSpec spec)
    {
        foreach (var branch in spec.Options.Where(
            option => option.Attribute is "S4Branch" or "S4DBranch").GroupBy(option => option.Owner))
        {
            var isDiagonal = branch.First().Attribute == "S4DBranch";
            if (!int.TryParse(Value("StateSize"), CultureInfo.InvariantCulture, out var states))
            {
                continue;
            }

            var bidirectional = Value("Bidirectional") is { } text ? text == "true" : !spec.Causal;
            var modes = isDiagonal ? states / 2 : S4Kernel.ModesOfRecurrence(states);
            var algorithm = modes is { } count
                ? ConvolutionChoice.For(count, spec.Head.MaxLength, spec.Recipe?.BatchSize ?? 1, bidirectional ? 2 : 1)
                : ConvolutionAlgorithm.Transform;
            yield return (branch.Key, algorithm == ConvolutionAlgorithm.Recurrence ? "by its recurrence on a CPU, cost linear in state "
                + "and length" : "by Fourier transforms on a CPU, cost length · log length");

            string? Value(string name) => branch.FirstOrDefault(option => option.Name == name)?.Value;
        }
    }
}
