using System.Security.Cryptography;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>The rows of the Text tasks, read once and cached.</summary>
internal static class TextData
{
    /// <exception cref="TaskDataException">The reviews are missing or malformed, or the cache cannot be used.</exception>
    public static SequenceSplits Load(string task, TextSettings settings, TaskContext context, CancellationToken cancellation)
    {
        var source = ImdbSource.Find(task, new TaskFiles(context));
        var cache = new TaskCache(context, task, $"{settings.Describe()}, from {source.Hash(cancellation)}");
        var rows = cache.ReadOrMake(writer => Make(source, settings, context, cancellation).Write(writer), PackedRows.Read);
        var train = rows.Examples(0);
        var validation = rows.Examples(1);
        if (validation.Length == 0)
        {
            throw new TaskDataException($"{source.Name} has too few different reviews to hold some out. Get it again.");
        }

        var split = settings.Official ? "validated on the test half" : $"{validation.Length:N0} of the training half held out";
        return new SequenceSplits(
            train,
            validation,
            rows.Examples(2),
            [SequenceBaselines.CommonestClass(train, validation)],
            $"IMDB reviews in {source.Name}; {split}")
        {
            Encoder = EncoderOf(rows.Alphabet),
            Cut = new CutRows(rows.Cut[0], rows.Cut[1], rows.Cut[2]),
        };
    }

    private static PackedRows Make(ImdbSource source, TextSettings settings, TaskContext context, CancellationToken cancellation)
    {
        context.Progress?.Report(new TaskProgress($"reading {source.Name}", 0, 0));
        var (readTrain, readTest) = source.Read(cancellation);
        var alphabet = settings.Bytes ? "" : CharacterEncoder.AlphabetOf(
            readTrain.Select(review => review.Text),
            TextSettings.CountedCharacters,
            TextSettings.MinimumCount,
            TextSettings.MostCharacters - SpecialTokens.Count);
        var encoder = EncoderOf(alphabet);

        var train = ByHash(readTrain, out var groups);
        var test = ByHash(readTest, out _);
        context.Progress?.Report(new TaskProgress("encoding reviews", 0, 0));
        (ushort[] Tokens, bool IsCut)[] encoded =
        [
            .. train.Concat(test).AsParallel().AsOrdered().WithCancellation(cancellation).Select(review =>
                (encoder.Encode(review.Text, settings.MaxLength), encoder.Encode(review.Text, settings.MaxLength + 1).Length
                    > settings.MaxLength)),
        ];
        var isHeldOut = settings.Official ? new bool[train.Length] : HoldOut(train, groups);
        var all = Split(test, Enumerable.Range(0, test.Length), train.Length);
        PackedSplit[] splits =
        [
            Split(train, Enumerable.Range(0, train.Length).Where(row => !isHeldOut[row]), 0),
            settings.Official ? all : Split(train, Enumerable.Range(0, train.Length).Where(row => isHeldOut[row]), 0),
            all,
        ];
        return new PackedRows(
            alphabet,
            [.. encoded.Select(row => row.Tokens)],
            splits,
            [.. splits.Select(split => split.First.Count(sequence => encoded[sequence].IsCut))],
            []);
    }

    /// <summary>
    /// Sorts reviews by the hashes of their texts: a random order, so that a prefix is a random sample, but the same for every form of the
    /// data set. Equal texts form one group.
    /// </summary>
    private static Review[] ByHash(List<Review> reviews, out int[] groups)
    {
        (UInt128 Hash, byte Label, int Row)[] keys =
        [
            .. reviews.AsParallel().AsOrdered()
                .Select((review, row) => (BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(review.Text))), review.Label, row)),
        ];
        Array.Sort(keys);
        groups = new int[keys.Length];
        for (var i = 1; i < keys.Length; i++)
        {
            groups[i] = groups[i - 1] + (keys[i].Hash == keys[i - 1].Hash ? 0 : 1);
        }

        return [.. keys.Select(key => reviews[key.Row])];
    }

    /// <summary>
    /// Chooses a tenth of each class for validation, the first in order. All copies of a text go to the same side, so that no validation
    /// text is trained on.
    /// </summary>
    private static bool[] HoldOut(Review[] reviews, int[] groups)
    {
        int[] wanted = [.. new byte[] { 0, 1 }.Select(label => reviews.Count(review => review.Label == label) / TextSettings.HeldOutShare)];
        var isHeldOut = new bool[reviews.Length];
        for (int start = 0, end; start < reviews.Length; start = end)
        {
            for (end = start + 1; end < reviews.Length && groups[end] == groups[start];)
            {
                end++;
            }

            var group = reviews[start..end];
            if (group.All(review => wanted[review.Label] >= group.Count(other => other.Label == review.Label)))
            {
                isHeldOut.AsSpan(start, group.Length).Fill(true);
                foreach (var review in group)
                {
                    wanted[review.Label]--;
                }
            }
        }

        return isHeldOut;
    }

    private static PackedSplit Split(Review[] reviews, IEnumerable<int> chosen, int firstSequence)
    {
        int[] rows = [.. chosen];
        return new PackedSplit([.. rows.Select(row => reviews[row].Label)], [.. rows.Select(row => firstSequence + row)], []);
    }

    /// <summary>The encoder of an alphabet; an empty alphabet stands for bytes.</summary>
    private static ISequenceEncoder EncoderOf(string alphabet) => alphabet.Length == 0 ? new ByteEncoder() : new CharacterEncoder(alphabet);
}
