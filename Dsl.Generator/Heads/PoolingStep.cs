using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>The step that makes one vector of each sequence.</summary>
internal static class PoolingStep
{
    public const string Result = "pooled";

    /// <summary>Plans it.</summary>
    /// <param name="pooling">Member of the enum <c>SerpentDsl.Pooling</c>, which is a method of <c>SequencePooling</c> too.</param>
    /// <param name="head">The head that pools.</param>
    /// <param name="states">What is pooled.</param>
    /// <param name="features">Width of the model.</param>
    /// <param name="types">Names of types.</param>
    public static Step Of(string pooling, Head head, string states, int features, TypeNames types)
    {
        var what = pooling == "Mean" ? "mean over valid positions" : "the last valid position";
        var reads = head.LengthsOwner is { } owner ? EquatableArray.Of(states, owner) : EquatableArray.Of(states);
        return new(
            Result,
            $"{types.Of(KnownTypes.SequencePooling)}.{pooling}({states}, {head.Lengths})",
            reads,
            $"[{head.Batch}, L, {features}] -> [{head.Batch}, {features}], {what}");
    }

    /// <summary>The last argument of a head's run-time description; nothing for the default.</summary>
    public static string SpecArgument(string pooling, TypeNames types) =>
        pooling == "Mean" ? "" : $", {types.Of(KnownTypes.Pooling)}.{pooling}";
}
