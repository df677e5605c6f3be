using SerpentDsl.Architectures.LanguageModels;
using SerpentDsl.Architectures.Lra;

namespace SerpentDsl.Architectures.Tests;

public sealed class ParameterCountTests
{
    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Fact]
    public void SerpentS4ListOps_has_the_size_that_the_paper_publishes() => Assert.Equal(812_860, SerpentS4ListOps.ParameterCount);

    [Fact]
    public void SerpentS4Text_has_the_size_that_the_paper_publishes() => Assert.Equal(872_342, SerpentS4Text.ParameterCount);

    /// <summary>The published size counts 97 symbols, the task has 98.</summary>
    [Fact]
    public void SerpentS4Retrieval_has_the_size_that_the_paper_publishes() =>
        Assert.Equal(494_388 + 128, SerpentS4Retrieval.ParameterCount);

    /// <summary>The published sizes (docs/models/README.md): 843.6 and 1,096.5 thousand.</summary>
    [Fact]
    public void S4_on_Text_and_Retrieval_has_the_sizes_of_the_official_configurations()
    {
        const long Blocks = 6 * ((2 * 256 * 256 + 2 * 256) + 256 + 256 + 8 * 256 + 12 + 2 * 256) + 2 * 256;
        Assert.Equal(135 * 256 + Blocks + 2 * 256 + 2, S4Text.ParameterCount);
        Assert.Equal(98 * 256 + Blocks + 4 * 256 * 256 + 256 + 2 * 256 + 2, S4Retrieval.ParameterCount);
    }

    [Fact]
    public void Language_models_have_the_sizes_that_the_paper_publishes()
    {
        Assert.Equal(35_198_976, S4WikiText103.ParameterCount);
        Assert.Equal(44_282_368, MambaWikiText103.ParameterCount);
        Assert.InRange(SerpentMambaWikiText103.ParameterCount, 47_350_000, 47_449_999);
    }

    /// <summary>The parts of a Mega block: average, four projections, queries and keys, bias, feed-forward part and two norms.</summary>
    [Fact]
    public void Mega_has_the_sizes_of_the_official_configurations()
    {
        Assert.Equal((6 * Block(80, 160, 2048, 2 * 80)) + (18 * 80) + Head(80, 160, 10), MegaListOps.Spec.Parameters);
        Assert.Equal((4 * Block(128, 256, 4096, 1)) + (135 * 128) + Head(128, 256, 2), MegaText.Spec.Parameters);
        Assert.Equal((6 * Block(128, 256, 4000, 1)) + (98 * 128) + Head(2 * 128, 256, 2), MegaRetrieval.Spec.Parameters);

        static long Block(long d, long v, long length, long norm) =>
            Average(d) + (d * v) + v + ((d + 1) * ((2 * d) + 64 + v)) + ((v + 1) * d) + (4 * 64) + (2 * length) - 1 + norm
                + (2 * d * v) + v + d + norm;
    }

    /// <summary>The parts of a SeqBoat block; with positions among the active ones the bias is that of three windows.</summary>
    [Fact]
    public void SeqBoat_has_the_sizes_of_the_official_configurations()
    {
        Assert.Equal((6 * Block(80, 160, 2048, 2 * 80)) + (18 * 80) + Head(80, 160, 10), SeqBoatListOps.Spec.Parameters);
        Assert.Equal((4 * Block(128, 256, 3 * 128, 1)) + (135 * 128) + Head(128, 256, 2), SeqBoatText.Spec.Parameters);
        Assert.Equal((6 * Block(128, 256, 4000, 1)) + (98 * 128) + Head(4 * 128, 256, 2), SeqBoatRetrieval.Spec.Parameters);

        static long Block(long d, long v, long reach, long norm) =>
            Average(d) + ((d + 1) * (64 + (2 * v))) + ((d + 1) * (d + 2)) + ((v + 1) * d) + (4 * 64) + 1 + (2 * reach) - 1 + norm;
    }

    /// <summary>n · (2 D m + m + D + norms) + V D + the classifier, with a layer norm and a batch norm.</summary>
    [Fact]
    public void ChordMixer_has_the_sizes_of_the_official_configurations()
    {
        Assert.Equal((11 * Block(96, 88)) + (18 * 96) + (96 * 10) + 10, ChordMixerListOps.Spec.Parameters);
        Assert.Equal((12 * Block(208, 96)) + (135 * 208) + (208 * 2) + 2, ChordMixerText.Spec.Parameters);
        Assert.Equal((12 * Block(260, 128)) + (98 * 260) + (4 * 260 * 2) + 2, ChordMixerRetrieval.Spec.Parameters);

        static long Block(long d, long m) => (2 * d * m) + m + d + (4 * d);
    }

    /// <summary>Four projections without biases, the feed-forward part, two norms a block and one at the end.</summary>
    [Fact]
    public void Transformer_has_the_sizes_of_the_official_configurations()
    {
        Assert.Equal((6 * Block(512, 2048)) + (2 * 512) + (18 * 512) + Head(512, 2048, 10), TransformerListOps.Spec.Parameters);
        Assert.Equal((4 * Block(256, 1024)) + (2 * 256) + (135 * 256) + Head(256, 1024, 2), TransformerText.Spec.Parameters);
        Assert.Equal((4 * Block(128, 512)) + (2 * 128) + (98 * 128) + Head(4 * 128, 512, 2), TransformerRetrieval.Spec.Parameters);

        static long Block(long d, long m) => (4 * d * d) + (2 * d * m) + m + d + (4 * d);
    }

    private static long Average(long d) => (2 * d * 16 * 4) + d;

    private static long Head(long inputs, long hidden, long classes) => ((inputs + 1) * hidden) + ((hidden + 1) * classes);

    /// <summary>The official configuration counts 815.2 thousand; with the 18 symbols of ListOps this is the sum of its parts.</summary>
    [Fact]
    public void S4ListOps_has_the_size_of_the_official_configuration()
    {
        const long Embedding = 18 * 256, Head = 256 * 10 + 10;
        const long Block = (2 * 256 * 256 + 2 * 256) + 256 + 256 + 8 * 256 + 12 + 2 * 256;
        Assert.Equal(Embedding + 6 * Block + Head, S4ListOps.ParameterCount);
    }

    /// <summary>The formula of docs/models/s5.md. The official encoder also has a bias.</summary>
    [Fact]
    public void S5ListOps_has_the_size_of_the_official_configuration()
    {
        const long Embedding = 18 * 128, Head = 128 * 10 + 10, Block = 23_064;
        Assert.Equal(Embedding + 8 * Block + Head, S5ListOps.ParameterCount);
    }

    /// <summary>With three stored pairs, A, B, P and C have 6 numbers each for every feature.</summary>
    [Fact]
    public void LiquidS4ListOps_has_the_size_of_the_official_configuration()
    {
        const long Embedding = 18 * 128, FinalNorm = 2 * 128, Head = 128 * 10 + 10;
        const long Block = 4 * 6 * 128 + 2 * 128 + (2 * 128 * 128 + 2 * 128) + 2 * 128;
        Assert.Equal(Embedding + 9 * Block + FinalNorm + Head, LiquidS4ListOps.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_constant_the_spec_and_the_running_model_agree(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();

        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(spec.Parameters, spec.Layers.Sum(layer => layer.Parameters));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_has_the_parameters_that_its_spec_states(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();
        var actual = model.Module.named_modules()
            .ToDictionary(child => child.name, child => child.module.parameters().Sum(parameter => parameter.numel()));

        Assert.All(spec.Layers, layer => Assert.Equal(layer.Parameters, actual[layer.Name]));
    }
}
