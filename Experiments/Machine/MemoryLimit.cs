using System.Globalization;

namespace SerpentDsl.Experiments.Machine;

/// <summary>The memory that this process may use: that of the machine, or less where a control group (a container) limits it.</summary>
internal static class MemoryLimit
{
    private const string MachineFile = "/proc/meminfo";
    private const string GroupFile = "/proc/self/cgroup";
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>The memory in bytes.</summary>
    public static long Bytes { get; } =
        Math.Min(MachineBytes(), File.Exists(GroupFile) ? OfGroups(File.ReadAllLines(GroupFile), Groups) ?? long.MaxValue : long.MaxValue);

    /// <summary>The lowest limit among a process's control groups and those around them.</summary>
    /// <param name="groups">The lines of <c>/proc/self/cgroup</c>.</param>
    /// <param name="root">The folder where control groups are mounted.</param>
    /// <returns>The limit in bytes; null if there is none.</returns>
    internal static long? OfGroups(IEnumerable<string> groups, string root)
    {
        List<long> limits = [];
        foreach (var line in groups)
        {
            // Version 2: "0::/path". Version 1: "4:memory:/path".
            if (line.Split(':', 3) is not [_, var controllers, var group])
            {
                continue;
            }

            var (folder, file) = controllers.Length == 0 ? (root, "memory.max")
                : controllers.Split(',').Contains("memory") ? (Path.Combine(root, "memory"), "memory.limit_in_bytes")
                : (null, "");
            for (var path = group; folder is not null && path is not null; path = Path.GetDirectoryName(path))
            {
                if (Read(Path.Combine(folder, path.TrimStart('/'), file)) is { } limit)
                {
                    limits.Add(limit);
                }
            }
        }

        return limits.Count == 0 ? null : limits.Min();
    }

    private static long? Read(string file)
    {
        try
        {
            var text = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
            return long.TryParse(text, CultureInfo.InvariantCulture, out var limit) && limit > 0
                ? limit
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The machine's memory; elsewhere than on Linux, what the garbage collector knows of it.</summary>
    private static long MachineBytes()
    {
        const string Field = "MemTotal:";
        var line = File.Exists(MachineFile)
            ? File.ReadLines(MachineFile).FirstOrDefault(text => text.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is not null
            && long.TryParse(line.AsSpan(Field.Length).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture, out var kibibytes)
                ? 1024 * kibibytes
                : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
