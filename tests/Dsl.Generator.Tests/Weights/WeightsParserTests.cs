using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Weights;

namespace SerpentDsl.Generator.Tests;

/// <summary>The format of weights ledgers.</summary>
public sealed class WeightsParserTests
{
    [Fact]
    public void Names_blocks_types_and_dimensions_are_read()
    {
        var file = Parse(
            "# why\n\n  architecture A.B \nembedding.weight float32 [20, 8]\nblocks.0-5.a b.c\tint64 []\nblocks.7.d float16 [ 1,2 ]\n"
                + "blocks_x y float32 [0]\n");
        Assert.Empty(file.Faults);
        Assert.Equal("A.B", file.Architecture);
        Assert.Equal(
            ["embedding.weight float32 [20, 8]", "blocks.0-5.a b.c int64 []", "blocks.7.d float16 [1, 2]", "blocks_x y float32 [0]"],
            file.Tensors.Select(tensor => $"{tensor.FullName} {tensor.Form}"));
    }

    [Theory]
    [InlineData("embedding.weight float32 [1]", 0, "'embedding.weight float32 [1]' stands where 'architecture NAME' should")]
    [InlineData("", 0, "the file does not begin with 'architecture NAME'")]
    [InlineData("architecture A\n\nx float32", 2, "'x float32' is no tensor; one is written 'embedding.weight float32 [20, 192]'")]
    [InlineData("architecture A\nfloat32 [1]", 1, "'float32 [1]' is no tensor; one is written 'embedding.weight float32 [20, 192]'")]
    [InlineData(
        "architecture A\nx float33 [1]",
        1,
        "'float33' is no type of elements; known are float16, bfloat16, float32, float64, complex64, complex128, bool, uint8, int8, int16, "
            + "int32, int64")]
    [InlineData("architecture A\nx float32 [1, -2]", 1, "the dimensions of 'x' are not whole numbers between commas")]
    [InlineData("architecture A\nx float32 [1,]", 1, "the dimensions of 'x' are not whole numbers between commas")]
    [InlineData("architecture A\nx float32 [99999999999999999999]", 1, "the dimensions of 'x' are not whole numbers between commas")]
    [InlineData("architecture A\nblocks.5-3.x float32 [1]", 1, "'blocks.5-3.x' has no range of blocks; one is written 'blocks.0-5.'")]
    [InlineData("architecture A\nblocks.a.x float32 [1]", 1, "'blocks.a.x' has no range of blocks; one is written 'blocks.0-5.'")]
    [InlineData("architecture A\nblocks.1-2-3.x float32 [1]", 1, "'blocks.1-2-3.x' has no range of blocks; one is written 'blocks.0-5.'")]
    [InlineData("architecture A\nx float32 [1]\nx float32 [2]", 2, "'x' is pinned twice: 'x' stands above")]
    [InlineData(
        "architecture A\nblocks.0-5.x float32 [1]\nblocks.5-9.x float32 [1]",
        2,
        "'blocks.5-9.x' is pinned twice: 'blocks.0-5.x' stands above")]
    public void What_cannot_be_read_is_told_at_its_line(string text, int line, string fault)
    {
        var found = Assert.Single(Parse(text).Faults);
        Assert.Equal((line, fault), (found.At.Line, found.Text));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_or_is_no_ledger_is_told() =>
        Assert.Equal(
            ["the file cannot be opened", "the file has 2,000,000 characters, more than any ledger"],
            new[] { WeightsParser.Parse("a", null, default), Parse(new string('x', 2_000_000)) }.Select(file => file.Faults.Single().Text));

    [Fact]
    public void Mangled_ledgers_are_read_or_reported_and_never_throw()
    {
        const string ledger =
            "# c\narchitecture A.B\nembedding.weight float32 [20, 8]\nblocks.0-5.norm.bias float32 [8]\nhead.bias float32 [10]\n";
        const string letters = "[]-., \n\t#a0b9é\u2028";
        Random random = new(5);
        var faulty = 0;
        for (var i = 0; i < 5000; i++)
        {
            List<char> text = [.. ledger];
            for (var edits = random.Next(1, 5); edits > 0; edits--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text.RemoveAt(at); break;
                    case 1: text.Insert(at, letters[random.Next(letters.Length)]); break;
                    default: text[at] = letters[random.Next(letters.Length)]; break;
                }
            }

            var mangled = string.Concat(text);
            var file = Parse(mangled);
            faulty += file.Faults.Count > 0 ? 1 : 0;
            Assert.All(file.Faults, fault => Assert.InRange(fault.At.Start + fault.At.Length, 0, mangled.Length));
            Assert.NotNull(new WeightsDifference(file.Tensors, file.Tensors).ToString());
        }

        Assert.InRange(faulty, 500, 4900);
    }

    private static WeightsFile Parse(string text) => WeightsParser.Parse("Model.weights", SourceText.From(text), default);
}
