using System.Buffers.Binary;
using System.Collections;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>
/// For each test row of a run, whether the model's prediction was correct: one bit per row, in a file of the run. Two models can be
/// compared row by row if <see cref="Rows"/> is the same for both.
/// </summary>
/// <remarks>
/// The file has the bytes <c>SRPTBITS</c>, the number of rows as little-endian int32, 32 bytes of fingerprint, then the bits, beginning
/// with the lowest bit of the first byte.
/// </remarks>
/// <param name="Rows">Fingerprint of the evaluated split's content, 32 bytes.</param>
/// <param name="AreRight">A bit for each evaluated row, in the split's order.</param>
internal sealed record TestOutcomes(byte[] Rows, BitArray AreRight)
{
    public const string FileName = "test-outcomes.bits";
    private const int FingerprintBytes = 32;
    private const int HeaderBytes = 8 + sizeof(int) + FingerprintBytes;

    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("SRPTBITS");

    /// <summary>Writes the file of a run, atomically.</summary>
    public void Write(string run)
    {
        var bytes = new byte[HeaderBytes + ((AreRight.Count + 7) / 8)];
        s_magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(s_magic.Length), AreRight.Count);
        Rows.CopyTo(bytes, s_magic.Length + sizeof(int));
        AreRight.CopyTo(bytes, HeaderBytes);
        AtomicFile.Write(Path.Combine(run, FileName), stream => stream.Write(bytes));
    }

    /// <summary>Reads the file of a run; null if the file is missing or incomplete.</summary>
    public static TestOutcomes? Read(string run)
    {
        var path = Path.Combine(run, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderBytes || !bytes.AsSpan().StartsWith(s_magic))
        {
            return null;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(s_magic.Length));
        return count < 0 || bytes.Length != HeaderBytes + ((count + 7L) / 8)
            ? null
            : new TestOutcomes(bytes[(s_magic.Length + sizeof(int))..HeaderBytes], new BitArray(bytes[HeaderBytes..]) { Length = count });
    }

    /// <summary>
    /// Number of rows on which exactly one of two models is correct; null if the models were not evaluated on the same rows.
    /// </summary>
    /// <returns>Rows that only the first model predicts correctly, and rows that only the second does.</returns>
    public static (int OnlyFirst, int OnlySecond)? Discordant(TestOutcomes first, TestOutcomes second)
    {
        if (first.AreRight.Count != second.AreRight.Count || !first.Rows.AsSpan().SequenceEqual(second.Rows))
        {
            return null;
        }

        var (onlyFirst, onlySecond) = (0, 0);
        for (var row = 0; row < first.AreRight.Count; row++)
        {
            onlyFirst += first.AreRight[row] && !second.AreRight[row] ? 1 : 0;
            onlySecond += !first.AreRight[row] && second.AreRight[row] ? 1 : 0;
        }

        return (onlyFirst, onlySecond);
    }
}
