using System.Globalization;
using System.Text;
using System.Text.Json;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>What is exported is imported again, bit for bit, whatever options a model declares.</summary>
public sealed class ExchangeTests
{
    private const int Models = 24;

    [Fact]
    public void Random_declarations_are_exported_and_imported_bit_for_bit_or_refused_by_the_option()
    {
        var random = new Random(20);
        var source = new StringBuilder("using SerpentDsl;\n");
        for (var i = 0; i < Models; i++)
        {
            source.Append(Declaration(random, i));
        }

        var assembly = GeneratedAssembly.Compile(source.ToString());
        int exchanged = 0, refused = 0;
        for (var i = 0; i < Models; i++)
        {
            foreach (var naming in new[] { "original", "huggingface" })
            {
                using var model = GeneratedAssembly.Create<ILanguageModel>(assembly, $"Declared{i}");
                OfficialLayout layout;
                try
                {
                    layout = OfficialCheckpoint.LayoutOf(model.Module, naming);
                }
                catch (SafetensorsException problem)
                {
                    Assert.Contains(": declare ", problem.Message);
                    refused++;
                    continue;
                }

                AssertExchanged(model, GeneratedAssembly.Create<ILanguageModel>(assembly, $"Declared{i}"), layout);
                exchanged++;
            }
        }

        Assert.True(exchanged > Models && refused > Models / 8, $"{exchanged} exchanged, {refused} refused");
    }

    private static void AssertExchanged(ILanguageModel model, ILanguageModel other, OfficialLayout layout)
    {
        using var folder = new TemporaryFolder();
        using (other)
        {
            OfficialCheckpoint.Write(model.Module, folder.Path, layout);

            // Readers that know JSON alone accept the file.
            using var json = JsonDocument.Parse(File.ReadAllBytes(folder[OfficialCheckpoint.ConfigFileName]));
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            var checkpoint = OfficialCheckpoint.Read(folder.Path);
            checkpoint.CopyTo(other.Module);
            var state = other.Module.state_dict();
            Assert.All(model.Module.state_dict(), entry => Assert.Equal(entry.Value.bytes.ToArray(), state[entry.Key].bytes.ToArray()));

            using var again = new TemporaryFolder();
            OfficialCheckpoint.Write(other.Module, again.Path, checkpoint.Layout);
            foreach (var file in folder.Files)
            {
                Assert.Equal(File.ReadAllBytes(folder[file]), File.ReadAllBytes(again[file]));
            }
        }
    }

    private static string Declaration(Random random, int index)
    {
        bool Coin() => random.Next(2) == 0;
        string Word(bool value) => value ? "true" : "false";
        string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

        List<string> options =
        [
            $"StateSize = {random.Next(1, 6)}", $"Expand = {random.Next(1, 4)}", $"ConvWidth = {random.Next(1, 5)}",
            $"ConvBias = {Word(Coin())}", $"Bias = {Word(Coin())}",
        ];
        var isSecond = random.Next(3) > 0;
        if (isSecond)
        {
            options.AddRange(["HeadSize = 2", $"GatedNorm = {Word(random.Next(4) > 0)}", $"NormBeforeGate = {Word(random.Next(4) == 0)}"]);
            options.AddRange([$"SkipPerChannel = {Word(random.Next(4) == 0)}", $"Groups = {random.Next(1, 3)}"]);
            options.Add($"NormPerGroup = {Word(Coin())}");
            if (Coin())
            {
                options.Add($"LeastDelta = {Real(random.NextDouble() / 100)}");
            }

            if (Coin())
            {
                options.Add($"GreatestDelta = {Real(0.01 + random.NextDouble())}");
            }
        }
        else if (Coin())
        {
            options.Add($"DtRank = {random.Next(1, 4)}");
        }

        return $"""

            [LanguageModel(vocabulary: {random.Next(3, 20)}, contextLength: 16, TiedEmbeddings = {Word(Coin())})]
            [Backbone(features: 4, depth: {random.Next(1, 3)}, Norm = Norm.{(random.Next(4) > 0 ? "Rms" : "Layer")},
                NormPlacement = NormPlacement.Before)]
            [{(isSecond ? "Mamba2" : "Mamba")}Branch({string.Join(", ", options)})]
            public sealed partial class Declared{index};

            """;
    }
}
