using System.Text.RegularExpressions;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests;

/// <summary>The rooms of the runner, the folders of its project, import each other one way.</summary>
public sealed partial class RoomTests
{
    private const string Root = "";

    private static readonly ILookup<string, string> s_imports = Directory
        .EnumerateFiles(RepositoryRoot.Combine("Experiments"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Import.Matches(File.ReadAllText(file)).Select(import => (Room: RoomOf(file), Imported: import.Groups[1].Value)))
        .Where(import => import.Room != import.Imported)
        .ToLookup(import => import.Room, import => import.Imported);

    [GeneratedRegex(@"^using (?:static )?SerpentDsl\.Experiments\.(\w+)[.;]", RegexOptions.Multiline)]
    private static partial Regex Import { get; }

    [Fact]
    public void No_room_imports_the_commands() =>
        Assert.Equal([Root], s_imports.Where(room => room.Contains("Commands")).Select(room => room.Key));

    [Fact]
    public void Rooms_do_not_import_each_other_in_a_circle()
    {
        Assert.NotEmpty(s_imports);
        Assert.All(s_imports.Select(room => room.Key), room => Assert.DoesNotContain(room, ReachedFrom(room)));
    }

    private static string RoomOf(string file)
    {
        var path = Path.GetRelativePath(RepositoryRoot.Combine("Experiments"), file);
        return path.Contains(Path.DirectorySeparatorChar) ? path.Split(Path.DirectorySeparatorChar)[0] : Root;
    }

    private static HashSet<string> ReachedFrom(string room)
    {
        HashSet<string> reached = [];
        var open = new Stack<string>(s_imports[room]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in s_imports[next])
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }
}
