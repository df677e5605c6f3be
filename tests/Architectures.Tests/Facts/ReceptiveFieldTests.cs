using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>How far the blocks look, by the gradient of one position with respect to all.</summary>
public sealed class ReceptiveFieldTests
{
    private const int Length = 24;

    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_position_depends_on_as_many_as_stated(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();
        model.Module.eval();
        SequenceLayer[] blocks = [.. model.Module.named_modules()
            .Where(entry => entry.name.StartsWith("blocks.", StringComparison.Ordinal) && entry.name.Count(letter => letter == '.') == 1)
            .Select(entry => (SequenceLayer)entry.module)];
        var width = long.Parse(spec.Layers[0].Output.TrimEnd(']').Split(' ')[^1]);

        using var scope = NewDisposeScope();
        var input = randn(1, Length, width).requires_grad_();
        var states = input;
        foreach (var block in blocks)
        {
            states = block.call(states, null);
        }

        // The middle one, or of a causal model the last, which has most before it.
        long position = spec.Causal ? Length - 1 : Length / 2;

        // With weights: the sum of features that a norm has shifted to a mean of zero depends on nothing.
        states.select(1, position).mul(randn(width)).sum().backward();
        bool[] reached = [.. input.grad!.abs().sum(-1).reshape(Length).ne(Scalars.Zero).data<bool>()];
        var seen = reached.LongCount(isReached => isReached);
        Assert.Equal(blocks.Length, spec.Layers.Count(layer => layer.Name.EndsWith(".branch0_ssm", StringComparison.Ordinal)));
        if (spec.Facts.ReceptiveField is { } field)
        {
            Assert.Equal(long.Min(field, Length), seen);
        }
        else if (spec.Causal || spec.Layers.Any(layer => layer.Name.EndsWith("_compression", StringComparison.Ordinal)))
        {
            // Whether a resampled point is read depends on the data; of what lies behind it a causal model sees all.
            Assert.InRange(seen, Length / 2, Length);
            Assert.True(!spec.Causal || reached[0], "The first position is not seen.");
        }
        else
        {
            Assert.Equal(Length, seen);
        }
    }
}
