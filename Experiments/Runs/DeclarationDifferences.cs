using System.Text.Json.Nodes;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// Where two declarations differ behind the same tensors: the place of a norm, for instance, has no tensor. Heads are not compared, since
/// a new head is intended.
/// </summary>
internal static class DeclarationDifferences
{
    private const string Backbone = "backbone";
    private const string Branch = "branch";

    /// <summary>Compares the architecture that a run records with a declared one.</summary>
    /// <param name="trained">The entry <c>architecture</c> of the run's configuration.</param>
    /// <param name="declared">The declared architecture.</param>
    /// <returns>A clause for each option that both have with different values.</returns>
    public static IReadOnlyList<string> Of(JsonObject trained, ArchitectureSpec declared)
    {
        var differences = new List<string>();
        if (trained["causal"] is JsonValue value && value.TryGetValue<bool>(out var isCausal) && isCausal != declared.Causal)
        {
            differences.Add($"it was trained {(isCausal ? "causal" : "not causal")}, {declared.Name} is "
                + $"{(declared.Causal ? "causal" : "not causal")}");
        }

        var values = (trained["options"] as JsonArray)?.OfType<JsonObject>()
            .GroupBy(option => ($"{option["owner"]}", $"{option["attribute"]}", $"{option["name"]}"))
            .ToDictionary(group => group.Key, group => $"{group.First()["value"]}") ?? [];
        differences.AddRange(
            from option in declared.Options
            where option.Owner == Backbone || option.Owner.StartsWith(Branch, StringComparison.Ordinal)
            let before = values.GetValueOrDefault((option.Owner, option.Attribute, option.Name))
            where before is not null && before != option.Value
            select $"{option.Name} of {option.Attribute} was {before}, {declared.Name} declares {option.Value}");
        return differences;
    }
}
