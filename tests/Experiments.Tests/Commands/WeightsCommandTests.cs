using SerpentDsl.Architectures.Lra;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Weights;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class WeightsCommandTests
{
    private const string Declaration = """
        using SerpentDsl;
        namespace SerpentDsl.Experiments.Tests.Models;
        [SequenceClassifier(8, 4, 24), Backbone(features: 8, depth: 2)]
        public sealed partial class TinySerpent;
        """;

    public static TheoryData<string> Declared =>
        [.. new ArchitectureCatalogue([typeof(SerpentS4ListOps).Assembly]).All.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Declared))]
    public void Every_architecture_of_the_tree_is_pinned_as_it_is(string name)
    {
        var spec = new ArchitectureCatalogue([typeof(SerpentS4ListOps).Assembly]).Find(name);
        var path = LedgerPlace.Find(spec, RepositoryRoot.Combine("Architectures"));
        Assert.True(File.Exists(path), $"Run 'dotnet run -c Release --project Experiments -- weights {name} --pin'.");
        Assert.Equal(WeightsLedger.Write(spec), File.ReadAllText(path));
    }

    [Fact]
    public void Without_pin_the_ledger_is_printed()
    {
        var (code, output, _) = Cli.Run("weights", nameof(TinySerpent));
        Assert.Equal((0, WeightsLedger.Write(TinySerpent.Spec)), (code, output));
        Assert.Contains("\nblocks.0-1.norm.weight", output);
        Assert.Contains("  float32 [8, 8]\n", output);
    }

    [Theory]
    [InlineData("[SequenceClassifier(8, 4, 24), Backbone(features: 8, depth: 2)]")]
    [InlineData("[VariantOf(typeof(Other))]")]
    public void The_ledger_is_pinned_beside_the_declaration_and_found_again_under_another_name(string attributes)
    {
        using TemporaryFolder folder = new();
        var source = Path.Combine(folder.Path, "Models", "Some.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        File.WriteAllText(
            source, $"namespace SerpentDsl.Experiments.Tests.Models;\n{attributes}\npublic sealed partial class TinySerpent;\n");
        File.WriteAllText(
            Path.Combine(folder.Path, "Part.cs"),
            "namespace SerpentDsl.Experiments.Tests.Models; public sealed partial class TinySerpent { }");
        var expected = Path.Combine(folder.Path, "Models", "TinySerpent.weights");
        Assert.Equal(expected, LedgerPlace.Find(TinySerpent.Spec, folder.Path));

        File.WriteAllText(expected, WeightsLedger.Write(TinySerpent.Spec));
        var moved = Path.Combine(folder.Path, "other.weights");
        File.Move(expected, moved);
        Assert.Equal(moved, LedgerPlace.Find(TinySerpent.Spec, folder.Path));
    }

    [Fact]
    public void A_declaration_in_no_or_several_places_is_asked_for()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "declares SerpentDsl.Experiments.Tests.Models.TinySerpent",
            Assert.Throws<UsageException>(() => LedgerPlace.Find(TinySerpent.Spec, folder.Path)).Message);
        File.WriteAllText(Path.Combine(folder.Path, "a.cs"), Declaration);
        File.WriteAllText(Path.Combine(folder.Path, "b.cs"), Declaration);
        Assert.Contains(
            "2 sources are about TinySerpent",
            Assert.Throws<UsageException>(() => LedgerPlace.Find(TinySerpent.Spec, folder.Path)).Message);
    }

    [Fact]
    public void A_file_can_be_named_and_says_when_it_is_up_to_date()
    {
        using TemporaryFolder folder = new();
        var path = Path.Combine(folder.Path, "x.weights");
        Assert.Contains("Pinned:", Cli.Run("weights", nameof(TinySerpent), "--file", path).Output);
        Assert.Equal(WeightsLedger.Write(TinySerpent.Spec), File.ReadAllText(path));
        Assert.Contains("is up to date", Cli.Run("weights", nameof(TinySerpent), "--file", path).Errors);
        File.AppendAllText(path, "# more\n");
        Assert.Contains("Updated:", Cli.Run("weights", nameof(TinySerpent), "--file", path).Output);
    }

    [Fact]
    public void A_model_written_by_hand_has_no_ledger() =>
        Assert.Contains("was not generated", Cli.Run("weights", nameof(MeanMajority)).Errors);
}
