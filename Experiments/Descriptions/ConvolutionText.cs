using System.Globalization;
using SerpentDsl.Functions;
using SerpentDsl.Specs;
using SerpentDsl.Ssm;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>Says in words by which algorithm time-invariant branches run on a CPU.</summary>
internal static class ConvolutionText
{
    /// <summary>A line for every branch of S4 or S4D, for sequences of the maximum length and batches of the recipe's size.</summary>
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
            yield return (branch.Key, algorithm == ConvolutionAlgorithm.Recurrence ? "runs its recurrence on a CPU, cost linear in state "
                + "size and length" : "uses Fourier transforms on a CPU, cost length · log length");

            string? Value(string name) => branch.FirstOrDefault(option => option.Name == name)?.Value;
        }
    }
}
