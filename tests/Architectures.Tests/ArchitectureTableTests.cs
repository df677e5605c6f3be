using System.Globalization;
using SerpentDsl.Testing;

namespace SerpentDsl.Architectures.Tests;

/// <summary>
/// The table of <c>docs/models/README.md</c> says what is declared, apart from small forms (<c>Quick</c>) and the models of a study
/// (<c>Study</c>).
/// </summary>
public sealed class ArchitectureTableTests
{
    [Fact]
    public void Every_architecture_stands_in_the_table_with_its_size()
    {
        string[][] rows =
        [
            .. File.ReadLines(RepositoryRoot.Combine("docs", "models", "README.md"))
                .SkipWhile(line => !line.StartsWith("| architecture |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
        ];
        var declared = DeclaredArchitectures.All
            .Where(spec => !spec.Name.EndsWith("Quick", StringComparison.Ordinal) && !spec.Name.EndsWith("Study", StringComparison.Ordinal))
            .Select(spec => (spec.Name, spec.Recipe!.Task.Name, spec.Parameters.ToString("N0", CultureInfo.InvariantCulture)));
        Assert.Equal(declared.Order(), rows.Select(cells => (cells[0], cells[1], cells[2])).Order());
    }
}
