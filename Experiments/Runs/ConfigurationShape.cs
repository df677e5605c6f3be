using System.Globalization;
using System.Text.Json.Nodes;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// The kinds of values in a run's <c>run.json</c>. A file that was edited by hand is refused where the wrong value stands, before anything
/// is computed with it.
/// </summary>
internal static class ConfigurationShape
{
    private static readonly (string Member, Func<JsonNode, bool> IsRight, string Expected)[] s_members =
    [
        Date("started"), Text("task"), Text("dataSource"), Text("dataFolder"), Text("cacheFolder"), Text("lengthsChecksum"),
        Text("gitRevision"), Text("importedFrom"),
        Object("architecture"), Text("architecture.name"), Text("architecture.fullName"), Whole("architecture.parameters", 0),
        ("architecture.options", node => node is JsonArray list && list.All(item => item is JsonObject), "a list of options"),
        Object("options"), Whole("options.seed", long.MinValue), Whole("options.epochs", 1), Whole("options.maxSteps", 1),
        Whole("options.maxLength", 1), Whole("options.batchSize", 1), Whole("options.warmupSteps", 0), Whole("options.patience", 0),
        Whole("options.accumulate", 1), Whole("options.evaluationRows", 1), Whole("options.checkpointEvery", 1),
        Real("options.learningRate", rate => rate > 0, "a number above 0"),
        Real("options.weightDecay", decay => decay >= 0, "a number of at least 0"),
        Real("options.gradientClip", clip => clip >= 0, "a number of at least 0"),
        Real("options.emaDecay", decay => decay is >= 0 and < 1, "a number from 0 to below 1"),
        Text("options.schedule"), Text("options.device"),
        ("options.checkpointInterval", IsTime, "a time, such as \"00:05:00\""),
        Object("plan"), Whole("plan.totalSteps", 0), Whole("plan.stepsPerEpoch", 0),
        Object("machine"), Text("machine.processor"), Whole("machine.threads", 1),
    ];

    /// <summary>Checks the members that the runner reads; others are free, and any may be missing.</summary>
    /// <param name="path">Path of the file, for messages.</param>
    /// <param name="configuration">The file's content.</param>
    /// <exception cref="UsageException">A value is of another kind or out of range; the message names it.</exception>
    public static void Check(string path, JsonObject configuration)
    {
        foreach (var (member, isRight, expected) in s_members)
        {
            if (Find(configuration, member) is { } value && !isRight(value))
            {
                throw new UsageException(
                    $"{path}: {member} is {Shown(value)}; it must be {expected}. The file was changed; restore it from a copy.");
            }
        }
    }

    private static JsonNode? Find(JsonObject configuration, string member)
    {
        JsonNode? node = configuration;
        foreach (var name in member.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    private static string Shown(JsonNode value)
    {
        const int Most = 40;
        var text = value.ToJsonString();
        return text.Length <= Most ? text : $"{text[..Most]}…";
    }

    private static (string, Func<JsonNode, bool>, string) Object(string member) => (member, node => node is JsonObject, "an object");

    private static (string, Func<JsonNode, bool>, string) Text(string member) =>
        (member, node => node is JsonValue value && value.TryGetValue(out string? _), "a text");

    private static (string, Func<JsonNode, bool>, string) Date(string member) => (
        member,
        node => node is JsonValue value && value.TryGetValue(out string? text)
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "a date and time");

    private static (string, Func<JsonNode, bool>, string) Whole(string member, long least)
    {
        // Seeds and parameters have 64 bits, everything else 32.
        var most = member is "options.seed" or "architecture.parameters" ? long.MaxValue : int.MaxValue;
        return (
            member,
            node => node is JsonValue value && value.TryGetValue(out long number) && number >= least && number <= most,
            least == long.MinValue ? "a whole number" : $"a whole number of at least {least}");
    }

    private static (string, Func<JsonNode, bool>, string) Real(string member, Func<double, bool> isInRange, string expected) => (
        member,
        node => node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && isInRange(number),
        expected);

    private static bool IsTime(JsonNode node) =>
        node is JsonValue value && value.TryGetValue(out string? text)
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero;
}
