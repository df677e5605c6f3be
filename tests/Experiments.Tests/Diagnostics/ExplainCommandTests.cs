using SerpentDsl.Experiments.Diagnostics;
using SerpentDsl.Experiments.Tests.Commands;

namespace SerpentDsl.Experiments.Tests.Diagnostics;

public class ExplainCommandTests
{
    [Theory]
    [InlineData("SDSL201")]
    [InlineData("sdsl201")]
    [InlineData("201")]
    public void The_page_of_a_diagnostic_is_printed_whole(string id)
    {
        var (code, output, errors) = Cli.Run("explain", id);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("# SDSL201: Architecture is not partial\n", output, StringComparison.Ordinal);
        Assert.Contains("public sealed partial class Model;", output);
    }

    [Fact]
    public void Without_an_ID_all_are_listed_with_their_titles()
    {
        var (code, output, _) = Cli.Run("explain");
        Assert.Equal(0, code);
        Assert.Contains("SDSL201  Architecture is not partial", output);
        Assert.Equal(DiagnosticPages.All.Count, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Of_an_unknown_ID_the_nearest_are_named()
    {
        var (code, output, errors) = Cli.Run("explain", "SDSL299");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("There is no diagnostic 'SDSL299'. Did you mean SDSL209", errors);
        Assert.Contains("'explain' without an ID lists all.", errors);
    }

    [Fact]
    public void Every_page_begins_with_its_ID_and_a_title() => Assert.All(DiagnosticPages.All, page =>
    {
        Assert.StartsWith($"# {page.Id}: {page.Title}", page.Text, StringComparison.Ordinal);
        Assert.NotEmpty(page.Title);
    });
}
