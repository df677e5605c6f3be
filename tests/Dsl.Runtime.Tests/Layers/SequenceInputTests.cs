using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequenceInputTests
{
    [Fact]
    public void A_batch_that_fits_passes()
    {
        using var scope = NewDisposeScope();
        var tokens = tensor(new long[] { 0, 17, 3, 5 }).view(2, 2);
        SequenceInput.Check(tokens, null, vocabulary: 18, maxLength: 2);
        SequenceInput.Check(tokens, tensor(new long[] { 1, 2 }), vocabulary: 18, maxLength: 2);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_its_values()
    {
        using var scope = NewDisposeScope();
        var fine = zeros([2, 3], ScalarType.Int64);
        Refused("[6]", zeros([6], ScalarType.Int64));
        Refused("Float32 [2, 3]", zeros(2, 3));
        Refused("[2, 0]", zeros([2, 0], ScalarType.Int64));
        Refused("[0, 3]", zeros([0, 3], ScalarType.Int64));
        Refused("at most 4", zeros([1, 5], ScalarType.Int64));
        Refused("Token 18", full([1, 1], Scalars.Of(18), ScalarType.Int64));
        Refused("Token -1", full([1, 1], Scalars.Of(-1), ScalarType.Int64));
        Refused("2 sequences", fine, ones([3], ScalarType.Int64));
        Refused("Int32", fine, ones([2], ScalarType.Int32));
        Refused("A length of 0", fine, zeros([2], ScalarType.Int64));
        Refused("A length of 4", fine, full([2], Scalars.Of(4), ScalarType.Int64));
    }

    private static void Refused(string expected, Tensor tokens, Tensor? lengths = null) =>
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => SequenceInput.Check(tokens, lengths, vocabulary: 18, maxLength: 4)).Message,
            StringComparison.Ordinal);
}
