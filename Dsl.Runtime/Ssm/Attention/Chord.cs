using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The mixing of ChordMixer (arXiv 2206.05852): a feed-forward network at every position, and a rotation of its outputs along the sequence.
/// The features are tracks: the first stays, track i is shifted by 2^(i−1) positions, around the end of the sequence. As every distance is
/// a sum of powers of two, log2(length) blocks let each position read all others.
/// </summary>
/// <remarks>
/// A sequence is rotated within its own length, as in the official code for sequences of various lengths; it has no causal form. Parameters
/// carry the official names.
/// </remarks>
[LayerParameter("mix.fc1.weight", "HiddenFeatures", "Features")]
[LayerParameter("mix.fc1.bias", "HiddenFeatures")]
[LayerParameter("mix.fc2.weight", "Features", "HiddenFeatures")]
[LayerParameter("mix.fc2.bias", "Features")]
[LayerCost(
    "Length * (4 * Features * HiddenFeatures + 6 * HiddenFeatures + Features)", KeptBytes = "8 * Length * HiddenFeatures")]
public sealed class Chord : SequenceLayer
{
    private readonly FeedForward mix;
    private readonly Dropout? dropout;
    private readonly long _features;
    private readonly int _tracks;

    /// <summary>Draws the linear maps by the rule of Glorot and Bengio; biases start at zero.</summary>
    /// <param name="features">Number of features, a multiple of the number of tracks, ⌈log2(maxLength)⌉ + 1.</param>
    /// <param name="maxLength">Longest sequence.</param>
    /// <param name="hiddenFeatures">Width between the two linear layers.</param>
    /// <param name="dropout">Probability that a number after each linear layer is dropped in training.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the tracks do not share the features equally.</exception>
    public Chord(int features, int maxLength, int hiddenFeatures, double dropout)
        : base(nameof(Chord))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        (_features, _tracks) = (features, Tracks(maxLength));
        if (features % _tracks != 0)
        {
            throw new ArgumentException(
                $"{features} features cannot be shared equally by the {_tracks} tracks of sequences of at most {maxLength} positions; set "
                    + "TrackSize in the backbone, or use a multiple.",
                nameof(features));
        }

        mix = new FeedForward(features, hiddenFeatures, PointwiseFunction.Gelu, dropout);
        foreach (var (name, parameter) in mix.named_parameters())
        {
            if (name.EndsWith("weight", StringComparison.Ordinal))
            {
                nn.init.xavier_uniform_(parameter);
            }
            else
            {
                nn.init.zeros_(parameter);
            }
        }

        this.dropout = GatedAttention.NewDropout(dropout);
        RegisterComponents();
    }

    /// <summary>Tracks of a width: one that stays and one for each power of two below the length.</summary>
    /// <param name="maxLength">Longest sequence.</param>
    public static int Tracks(long maxLength) =>
        maxLength <= 1 ? 1 : System.Numerics.BitOperations.Log2((ulong)maxLength - 1) + 2;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(Chord), u, lengths, _features);
        using var scope = NewDisposeScope();
        var mixed = GatedAttention.Dropped(dropout, mix.call(u));
        return Rotate(mixed, lengths, _tracks).MoveToOuterDisposeScope();
    }

    /// <summary>Shifts track i by 2^(i−1) positions to the left, around the end of each sequence.</summary>
    /// <param name="x"><c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="tracks">Number of tracks; divides the features.</param>
    /// <returns>The same shape, owned by the caller; unspecified at padding.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Rotate(Tensor x, Tensor? lengths, int tracks)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(tracks, 1);
        SequenceShape.CheckLengths(nameof(Chord), x, lengths);
        if (x.dim() != 3 || x.shape[2] % tracks != 0)
        {
            throw new ArgumentException(
                $"{tracks} tracks are rotated in [batch, length, features] with a multiple of {tracks} features, not "
                    + $"{SequenceShape.Text(x)}.",
                nameof(x));
        }

        using var scope = NewDisposeScope();
        var (length, size) = (x.shape[1], x.shape[2] / tracks);
        var positions = TensorRange.Of(length, ScalarType.Int64, x.device);
        var own = lengths?.clamp_min(Scalars.One).unsqueeze(1);
        List<Tensor> rotated = [x.narrow(2, 0, size)];
        for (var track = 1; track < tracks; track++)
        {
            var shift = 1L << (track - 1);
            var part = x.narrow(2, track * size, size);
            rotated.Add(own is null
                ? part.roll(-(shift % length), 1)
                : Rows.Of(part, positions.Plus(shift).unsqueeze(0).remainder(own)));
        }

        return cat(rotated, 2).MoveToOuterDisposeScope();
    }
}
