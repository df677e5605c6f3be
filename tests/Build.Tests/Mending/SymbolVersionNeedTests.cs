using System.Buffers.Binary;

namespace SerpentDsl.Build.Tests.Mending;

public sealed class SymbolVersionNeedTests
{
    private static readonly byte[] _original = File.ReadAllBytes(BuildFacts.TorchSharpLibrary);

    [Fact]
    public void One_bit_of_the_packages_library_is_set()
    {
        byte[] mended = [.. _original];

        Assert.Equal(SymbolVersionNeed.Outcome.Weakened, SymbolVersionNeed.Weaken(mended, out _));

        int changed = Assert.Single(Enumerable.Range(0, mended.Length), i => mended[i] != _original[i]);
        Assert.Equal(2, mended[changed] ^ _original[changed]);
        // The flags follow the hash of the version's name.
        Assert.Equal(0x0297f842u, BinaryPrimitives.ReadUInt32LittleEndian(mended.AsSpan(changed - 4)));
    }

    [Fact]
    public void A_mended_library_is_left_as_it_is()
    {
        byte[] mended = [.. _original];
        SymbolVersionNeed.Weaken(mended, out _);
        byte[] again = [.. mended];

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(again, out string reason));

        Assert.Contains("weak already", reason);
        Assert.Equal(mended, again);
    }

    [Fact]
    public void A_library_cut_off_anywhere_is_refused_and_unchanged()
    {
        // Every length within the header, within the section headers at the file's end, and a few between.
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(_original.AsSpan(0x28));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_original.AsSpan(0x3c));
        int demand = DemandOffset();
        IEnumerable<int> lengths = Enumerable.Range(0, 65)
            .Concat(Enumerable.Range(1, 40).Select(i => demand + i - 20))
            .Concat(Enumerable.Range(1, 30).Select(i => (int)((long)_original.Length * i / 31)))
            .Concat(Enumerable.Range(0, 33).Select(i => headers + i))
            .Where(length => length < headers + 64 * count);
        foreach (int length in lengths)
        {
            byte[] cut = _original[..length];

            SymbolVersionNeed.Outcome outcome = SymbolVersionNeed.Weaken(cut, out string reason);

            Assert.True(outcome == SymbolVersionNeed.Outcome.Refused && reason.Length > 0, $"{length} bytes: {outcome}, {reason}");
            Assert.True(cut.AsSpan().SequenceEqual(_original.AsSpan(0, length)), $"{length} bytes were changed");
        }
    }

    [Fact]
    public void Damage_to_any_header_or_record_is_never_an_exception()
    {
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(_original.AsSpan(0x28));
        int demand = DemandOffset();
        int[] places = [.. Enumerable.Range(0, 64), .. Enumerable.Range(headers, 64 * 12), .. Enumerable.Range(demand - 64, 128)];
        Random random = new(11);
        byte[] damaged = [.. _original];
        foreach (int place in places)
        {
            foreach (byte value in (ReadOnlySpan<byte>)[0, 0x7f, 0x80, 0xff, (byte)random.Next(256)])
            {
                damaged[place] = value;
                SymbolVersionNeed.Weaken(damaged, out _);
                damaged[place] = _original[place];
                damaged[demand] = _original[demand];
            }
        }
    }

    [Fact]
    public void Random_bytes_after_an_ELF_header_are_never_an_exception()
    {
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 512)];
            random.NextBytes(bytes);
            // Half of them with a header that is good, so that what follows is read.
            if (i % 2 == 0 && bytes.Length >= 64)
            {
                ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]).CopyTo(bytes);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x28), 64);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3a), 64);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3c), (ushort)random.Next(4));
                if (bytes.Length >= 128)
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(68), 0x6ffffffe);
                if (bytes.Length >= 128 + 16)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x18), (ulong)random.Next(bytes.Length));
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x20), (ulong)random.Next(64));
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 0x28), (uint)random.Next(3));
                }
            }
            byte[] before = [.. bytes];

            Assert.NotEqual(SymbolVersionNeed.Outcome.Weakened, SymbolVersionNeed.Weaken(bytes, out string reason));

            Assert.NotEmpty(reason);
            Assert.Equal(before, bytes);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void A_library_for_32_bits_or_big_endian_is_refused(int place, byte value)
    {
        byte[] foreign = [.. _original];
        foreign[place] = value;

        Assert.Equal(SymbolVersionNeed.Outcome.Refused, SymbolVersionNeed.Weaken(foreign, out string reason));

        Assert.Contains("64-bit little-endian", reason);
    }

    [Fact]
    public void A_version_of_the_same_hash_and_another_name_is_left_alone()
    {
        byte[] renamed = [.. _original];
        for (int at = renamed.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8); at >= 0; at = renamed.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8))
            renamed[at + 13] = (byte)'x';

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(renamed, out string reason));

        Assert.Contains("does not demand", reason);
    }

    [LinuxFact]
    public void A_library_without_the_demand_is_left_alone()
    {
        byte[] libtorch = File.ReadAllBytes(Path.Combine(BuildFacts.LibtorchLibraries, "libc10.so"));

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(libtorch, out string reason));

        Assert.Contains("does not demand", reason);
    }

    // Where the flags of the demand stand.
    private static int DemandOffset()
    {
        byte[] mended = [.. _original];
        SymbolVersionNeed.Weaken(mended, out _);
        return mended.AsSpan().CommonPrefixLength(_original);
    }
}
