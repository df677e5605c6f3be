using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>ChordMixer against the official code: rotations, values and gradients, in both precisions.</summary>
public sealed class ChordFixtureTests
{
    [FixtureTheory("chordmixer")]
    [MemberData(nameof(FixtureFiles.In), "chordmixer", MemberType = typeof(FixtureFiles))]
    public void Chord_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            if (fixture.Value("n_tracks") is null)
            {
                CheckModel(fixture, dtype);
            }
            else
            {
                CheckRotation(fixture, dtype);
            }

            fixture.AssertAllUsed();
        }
    }

    private static void CheckRotation(Fixture fixture, ScalarType dtype)
    {
        var (x, tracks) = (fixture.Tensor("in.x", dtype), fixture.Int("n_tracks", 0));
        Tolerance.AssertClose(fixture, "out.rotate", Chord.Rotate(x, null, tracks));
        if (!fixture.Contains("in.lengths"))
        {
            return;
        }

        // The official code has two forms for sequences of various lengths; both rotate each within its own length.
        var lengths = fixture.Tensor("in.lengths");
        var rotated = Chord.Rotate(Padded(fixture.Tensor("in.x_flat", dtype), lengths), lengths, tracks);
        Tolerance.AssertClose(fixture, "out.rotate_varlen", Flat(rotated, lengths));
        var padded = fixture.Tensor("out.rotate_circular_pad");
        var valid = SequenceMask.Apply(Chord.Rotate(x, lengths, tracks), lengths);
        Tolerance.AssertClose(
            SequenceMask.Apply(padded, lengths), valid, fixture.Tolerance("out.rotate_circular_pad", dtype), "circular padding");
    }

    private static void CheckModel(Fixture fixture, ScalarType dtype)
    {
        using var block = new OfficialBlock(fixture, dtype);
        int depth = fixture.Int("n_layers", 0), length = fixture.Int("L", 0);
        var features = (depth + 1) * fixture.Int("track_size", 0);
        var given = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var lengths = fixture.Contains("in.lengths") ? fixture.Tensor("in.lengths") : null;
        var embedding = nn.Linear(fixture.Int("input_size", 0), features);
        block.Load(embedding, name => "embedding." + name);
        var states = embedding.call(lengths is null ? given : Padded(given, lengths));
        for (var i = 0; i < depth; i++)
        {
            var prefix = $"encoder.chordmixer_blocks.{i}.";
            var layer = block.Load(new Chord(features, length, fixture.Int("hidden_size", 0), dropout: 0), name => prefix + name);
            var norm = block.Norm("layernorm", features, prefix + "prenorm.");
            states = states.Plus(layer.forward(norm.forward(states, null), lengths));
        }

        var head = nn.Linear(features, fixture.Int("output_size", 0));
        block.Load(head, name => "decoder.decoder." + name);
        var y = head.call(SequencePooling.Mean(states, lengths));
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "out.encoder", lengths is null ? states : Flat(states, lengths));
        Tolerance.AssertClose(fixture, "grad.in.x", given.grad);
        block.AssertGradients();
    }

    private static long[] Ends(Tensor lengths) => [.. lengths.data<long>()];

    private static Tensor Padded(Tensor flat, Tensor lengths)
    {
        var longest = Ends(lengths).Max();
        long start = 0;
        var rows = Ends(lengths).Select(
            length => nn.functional.pad(flat.narrow(0, (start += length) - length, length), [0, 0, 0, longest - length]));
        return stack([.. rows], 0);
    }

    private static Tensor Flat(Tensor padded, Tensor lengths) =>
        cat([.. Ends(lengths).Select((length, row) => padded[row].narrow(0, 0, length))], 0);
}
