using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Heads;

/// <summary>The step that makes one vector of each sequence.</summary>
internal static class PoolingStep
{
    public const string Result = "pooled";

    /// <summary>Plans the pooling step.</summary>
    /// <param name="pooling">Member of the enum <c>SerpentDsl.Pooling</c>; the method of <c>SequencePooling</c> has the same name.</param>
    /// <param name="head">The head that pools.</param>
    /// <param name="states">The variable with the vectors to pool.</param>
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

    /// <summary>The last argument of the record that describes a head at run time; empty for the default pooling.</summary>
    public static string SpecArgument(string pooling, TypeNames types) =>
        pooling == "Mean" ? "" : $", {types.Of(KnownTypes.Pooling)}.{pooling}";
}
