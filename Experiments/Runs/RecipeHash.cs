using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// Hashes the architecture, the task and all options that affect the result, the seed aside. Runs with equal hashes are repetitions of
/// one experiment.
/// </summary>
internal static class RecipeHash
{
    private static readonly string[] s_incidental = ["seed", "device", "checkpointEvery", "checkpointInterval"];

    /// <summary>The hash of a planned training.</summary>
    public static string Of(ArchitectureSpec architecture, PlannedTraining planned) => Of(
        architecture.FullName,
        architecture.Parameters,
        planned.Task,
        JsonSerializer.SerializeToNode(planned.OwnData, JsonSettings.Line),
        JsonSerializer.SerializeToNode(planned.Options, JsonSettings.Line)!.AsObject());

    /// <summary>The hash of a run, from its <c>run.json</c>; null if that file is incomplete.</summary>
    public static string? Of(JsonObject configuration) =>
        (string?)configuration["architecture"]?["fullName"] is { } name
            && (long?)configuration["architecture"]?["parameters"] is { } parameters
        && (string?)configuration["task"] is { } task && configuration["options"] is JsonObject options
            ? Of(name, parameters, task, configuration["ownData"], options)
            : null;

    private static string Of(string architecture, long parameters, string task, JsonNode? ownData, JsonObject options)
    {
        var data = task + ownData?.ToJsonString();

        // Of the parameters that a training began from, their values count, not the place where they were read.
        var settings = options
            .Where(option => option.Value is not null && !s_incidental.Contains(option.Key))
            .OrderBy(option => option.Key, StringComparer.Ordinal)
            .Select(option => $"{option.Key}={(option.Key == "from" ? option.Value!["digest"] : option.Value)!.ToJsonString()}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [architecture, $"{parameters}", data, .. settings])));
        return Convert.ToHexStringLower(hash)[..12];
    }
}
