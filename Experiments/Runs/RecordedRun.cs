using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The configuration recorded in a run's <c>run.json</c>, to compare with the current one.</summary>
internal sealed class RecordedRun
{
    private static readonly string[] s_needed =
        ["architecture.fullName", "architecture.options", "task", "cacheFolder", "lengthsChecksum", "options", "machine.threads"];

    private readonly string _run;
    private readonly JsonObject _configuration;

    private RecordedRun(string run, JsonObject configuration, TrainingOptions options)
    {
        _run = run;
        _configuration = configuration;
        Options = options;
    }

    /// <summary>The run's training options.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The content of <c>run.json</c>.</summary>
    public JsonObject Configuration => _configuration;

    /// <summary>Full name of the architecture.</summary>
    public string Architecture => (string)_configuration["architecture"]!["fullName"]!;

    /// <summary>Name of the task.</summary>
    public string Task => (string)_configuration["task"]!;

    /// <summary>The folder of cached data.</summary>
    public string CacheFolder => (string)_configuration["cacheFolder"]!;

    /// <summary>Threads of libtorch's operators.</summary>
    public int Threads => (int)_configuration["machine"]!["threads"]!;

    /// <summary>Reads a run's configuration.</summary>
    /// <exception cref="UsageException">The run was imported, or was written by another version of this runner.</exception>
    public static RecordedRun Read(string run)
    {
        var configuration = RunFolder.ReadConfiguration(run);
        if ((configuration[RunFolder.ImportedFrom] ?? configuration[RunFolder.ExportedFrom]) is not null)
        {
            var origin = configuration[RunFolder.ImportedFrom] is null ? "exported" : "imported";
            throw new UsageException($"{run} was {origin}, not trained, so there is no training to continue.");
        }

        foreach (var member in s_needed)
        {
            if (member.Split('.').Aggregate((JsonNode?)configuration, (node, name) => node?[name]) is null)
            {
                throw new UsageException($"{Path.Combine(run, RunFolder.ConfigurationFile)} has no {member}: it was written by another "
                    + "version of this program, or was changed. Restore it from a copy, or train again from the beginning.");
            }
        }

        try
        {
            var options = configuration["options"].Deserialize<TrainingOptions>(JsonSettings.Indented)
                ?? throw new JsonException("it has no options.");
            var recorded = new RecordedRun(run, configuration, options);
            _ = (
                recorded.Architecture, recorded.Task, recorded.CacheFolder, recorded.Threads, configuration["lengthsChecksum"]!.ToString());
            return recorded;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new UsageException($"{Path.Combine(run, RunFolder.ConfigurationFile)} was written by another version of this program, "
                + $"or was changed: {problem.Message} Train again from the beginning.");
        }
    }

    /// <summary>Checks that an architecture is declared as it was when the run began.</summary>
    /// <exception cref="UsageException">The declaration has changed; the message says where.</exception>
    public void RequireSame(ArchitectureSpec architecture)
    {
        var declared = (JsonObject)JsonSerializer.SerializeToNode(ArchitectureJson.Of(architecture), JsonSettings.Indented)!;
        var recorded = (JsonObject)_configuration["architecture"]!;
        string[] changed = [.. OptionsThatDiffer(recorded, declared), .. new[] { "head", "causal", "parameters" }.Where(
            name => !JsonNode.DeepEquals(recorded[name], declared[name]))];
        if (changed.Length == 0)
        {
            return;
        }

        var revision = (string?)_configuration["gitRevision"] is { } hash ? $" as it was (revision {hash})" : " as it was";
        throw new UsageException($"{architecture.Name} is not what {_run} trains: {string.Join("; ", changed)}. Restore the "
            + $"declaration{revision}, or train again from the beginning.");
    }

    /// <summary>Checks that the data is the same as when the run began.</summary>
    /// <exception cref="UsageException">The data has changed.</exception>
    public void RequireSame(Dataset dataset)
    {
        if ((string?)_configuration["lengthsChecksum"] != dataset.LengthsChecksum())
        {
            throw new UsageException($"{Task} has other rows now than {_run} was trained on ({(string?)_configuration["dataSource"]}; "
                + $"now {dataset.Source}). Name the folder with the same data with --data, or train again from the beginning.");
        }
    }

    /// <summary>The differences of device and machine, because of which results may differ in the last bits.</summary>
    /// <param name="device">The device on which the training continues.</param>
    public IEnumerable<string> Differences(string device)
    {
        if (device != Options.Device)
        {
            yield return $"the device is {device}, but was {Options.Device}";
        }

        var now = (JsonObject)JsonSerializer.SerializeToNode(MachineReport.Take(), JsonSettings.Indented)!;
        var then = (JsonObject)_configuration["machine"]!;
        foreach (var name in new[] { "processor", "libtorch", "threads" }.Where(name => !JsonNode.DeepEquals(now[name], then[name])))
        {
            yield return $"{name}: {now[name]}, but was {then[name]}";
        }
    }

    private static IEnumerable<string> OptionsThatDiffer(JsonObject recorded, JsonObject declared)
    {
        Dictionary<string, string> before = Values(recorded), now = Values(declared);
        return before.Keys.Union(now.Keys)
            .Where(option => before.GetValueOrDefault(option) != now.GetValueOrDefault(option))
            .Select(option => $"{option} was {before.GetValueOrDefault(option, "absent")}, is {now.GetValueOrDefault(option, "absent")}");

        static Dictionary<string, string> Values(JsonObject architecture) => architecture["options"]!.AsArray()
            .ToDictionary(option => $"{option!["owner"]}.{option["name"]}", option => $"{option!["value"]}");
    }
}
