namespace SerpentDsl.Experiments.Sweeps;

/// <summary>A grid of trainings: every architecture with every variant and every seed.</summary>
/// <param name="Name">Name of the sweep, and of its folder in <c>runs</c>.</param>
/// <param name="Members">The trainings.</param>
internal sealed record SweepFile(string Name, IReadOnlyList<SweepMember> Members)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="calls">Reads the architectures and options.</param>
    /// <exception cref="UsageException">
    /// The file is missing or has an error; the message has line and column, and the allowed names.
    /// </exception>
    public static SweepFile Load(string path, TrainCallReader calls) =>
        Read(path, ConfigNode.ReadFile(path, "Name a JSON file that lists the trainings."), calls);

    /// <summary>Reads a sweep from a file's content.</summary>
    internal static SweepFile Read(string file, ReadOnlySpan<byte> utf8, TrainCallReader calls)
    {
        var root = ConfigNode.Parse(file, utf8);
        var members = root.Members("name", "architectures", "seeds", "options", "variants");
        var seeds = members.TryGetValue("seeds", out var given) ? Seeds(given) : [1];
        var shared = members.TryGetValue("options", out var options) ? calls.Options(options) : new Dictionary<string, string>();
        ConfigNode[] variants = members.TryGetValue("variants", out var list) ? [.. list.Items()] : [];
        var found = new List<SweepMember>();
        foreach (var name in root.Member("architectures").Items())
        {
            var architecture = calls.Architecture(name);
            foreach (var (variant, number) in variants.Length == 0 ? [((ConfigNode?)null, 0)] : variants.Select(
                (variant, index) => ((ConfigNode?)variant, index + 1)))
            {
                var call = new TrainCall(architecture, Merge(shared, variant is null ? null : calls.Options(variant)));
                var title = number == 0 ? architecture.Name : $"{architecture.Name}-v{number}";
                try
                {
                    found.AddRange(SweepMember.Of(title, call, seeds, calls));
                }
                catch (UsageException problem)
                {
                    throw (variant ?? options ?? name).Problem(problem.Message);
                }
            }
        }

        return found.DistinctBy(member => (member.Recipe, member.Seed)).Count() == found.Count
            ? new SweepFile(FolderName(root.Member("name")), found)
            : throw root.Problem("two of its trainings are the same: an architecture or a variant occurs twice");
    }

    /// <summary>Reads a list of seeds.</summary>
    public static IReadOnlyList<long> Seeds(ConfigNode seeds)
    {
        long[] read = [.. seeds.Items().Select(seed => seed.Integer())];
        return read.Distinct().Count() == read.Length ? read : throw seeds.Problem("a seed occurs twice");
    }

    /// <summary>Reads a name that is also used as a folder's name.</summary>
    public static string FolderName(ConfigNode name) =>
        name.String() is { Length: > 0 } text && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? text
            : throw name.Problem("a name may contain only letters, digits, - and _, because a folder is named after it");

    private static SortedDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> shared, IReadOnlyDictionary<string, string>? variant)
    {
        var merged = new SortedDictionary<string, string>(shared.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in variant ?? new Dictionary<string, string>())
        {
            merged[name] = value;
        }

        return merged;
    }
}
