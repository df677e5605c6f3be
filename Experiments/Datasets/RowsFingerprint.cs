using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>A SHA-256 hash of labelled rows, equal for equal rows in equal order and in practice different for others.</summary>
internal sealed class RowsFingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a row.</summary>
    /// <param name="label">The row's class.</param>
    /// <param name="sequences">The row's sequences, as the model reads them.</param>
    public void Add(int label, params ReadOnlySpan<ReadOnlyMemory<ushort>> sequences)
    {
        AddNumber(label);
        foreach (var sequence in sequences)
        {
            AddNumber(sequence.Length);
            _hash.AppendData(MemoryMarshal.AsBytes(sequence.Span));
        }
    }

    /// <summary>Adds a row of numbers.</summary>
    /// <param name="values">The row's values.</param>
    /// <param name="targets">The answers.</param>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> targets)
    {
        AddNumber(values.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(values));
        _hash.AppendData(MemoryMarshal.AsBytes(targets));
    }

    /// <summary>The fingerprint, 32 bytes.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();

    private void AddNumber(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
