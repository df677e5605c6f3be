using System.Buffers.Binary;

namespace SerpentDsl.Build.Tests.Mending;

public sealed class SymbolVersionNeedTests
{
    private static readonly byte[] s_original = File.ReadAllBytes(BuildFacts.TorchSharpLibrary);

    [Fact]
    public void One_bit_of_the_packages_library_is_set()
    {
        byte[] mended = [.. s_original];

        Assert.Equal(SymbolVersionNeed.Outcome.Weakened, SymbolVersionNeed.Weaken(mended, out _));

        var changed = Assert.Single(Enumerable.Range(0, mended.Length), i => mended[i] != s_original[i]);
        Assert.Equal(2, mended[changed] ^ s_original[changed]);
        // The flags follow the hash of the version's name.
        Assert.Equal(0x0297f842u, BinaryPrimitives.ReadUInt32LittleEndian(mended.AsSpan(changed - 4)));
    }

    [Fact]
    public void A_mended_library_is_left_as_it_is()
    {
        byte[] mended = [.. s_original];
        SymbolVersionNeed.Weaken(mended, out _);
        byte[] again = [.. mended];

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(again, out var reason));

        Assert.Contains("weak already", reason);
        Assert.Equal(mended, again);
    }

    [Fact]
    public void A_library_cut_off_anywhere_is_refused_and_unchanged()
    {
        // Every length within the header, within the section headers at the file's end, and a few between.
        var headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(s_original.AsSpan(0x28));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(s_original.AsSpan(0x3c));
        var demand = DemandOffset();
        var lengths = Enumerable.Range(0, 65)
            .Concat(Enumerable.Range(1, 40).Select(i => demand + i - 20))
            .Concat(Enumerable.Range(1, 30).Select(i => (int)((long)s_original.Length * i / 31)))
            .Concat(Enumerable.Range(0, 33).Select(i => headers + i))
            .Where(length => length < headers + 64 * count);
        foreach (var length in lengths)
        {
            var cut = s_original[..length];

            var outcome = SymbolVersionNeed.Weaken(cut, out var reason);

            Assert.True(outcome == SymbolVersionNeed.Outcome.Refused && reason.Length > 0, $"{length} bytes: {outcome}, {reason}");
            Assert.True(cut.AsSpan().SequenceEqual(s_original.AsSpan(0, length)), $"{length} bytes were changed");
        }
    }

    [Fact]
    public void Damage_to_any_header_or_record_is_never_an_exception()
    {
        var headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(s_original.AsSpan(0x28));
        var demand = DemandOffset();
        int[] places = [.. Enumerable.Range(0, 64), .. Enumerable.Range(headers, 64 * 12), .. Enumerable.Range(demand - 64, 128)];
        Random random = new(11);
        byte[] damaged = [.. s_original];
        foreach (var place in places)
        {
            foreach (var value in (ReadOnlySpan<byte>)[0, 0x7f, 0x80, 0xff, (byte)random.Next(256)])
            {
                damaged[place] = value;
                SymbolVersionNeed.Weaken(damaged, out _);
                damaged[place] = s_original[place];
                damaged[demand] = s_original[demand];
            }
        }
    }

    [Fact]
    public void Random_bytes_after_an_ELF_header_are_never_an_exception()
    {
        Random random = new(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 512)];
            random.NextBytes(bytes);
            // Half of them with a header that is good, so that what follows is read.
            if (i % 2 == 0 && bytes.Length >= 64)
            {
                ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]).CopyTo(bytes);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x28), 64);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3a), 64);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3c), (ushort)random.Next(4));
                if (bytes.Length >= 128)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(68), 0x6ffffffe);
                }

                if (bytes.Length >= 128 + 16)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x18), (ulong)random.Next(bytes.Length));
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(64 + 0x20), (ulong)random.Next(64));
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(64 + 0x28), (uint)random.Next(3));
                }
            }
            byte[] before = [.. bytes];

            Assert.NotEqual(SymbolVersionNeed.Outcome.Weakened, SymbolVersionNeed.Weaken(bytes, out var reason));

            Assert.NotEmpty(reason);
            Assert.Equal(before, bytes);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void A_library_for_32_bits_or_big_endian_is_refused(int place, byte value)
    {
        byte[] foreign = [.. s_original];
        foreign[place] = value;

        Assert.Equal(SymbolVersionNeed.Outcome.Refused, SymbolVersionNeed.Weaken(foreign, out var reason));

        Assert.Contains("64-bit little-endian", reason);
    }

    [Fact]
    public void A_version_of_the_same_hash_and_another_name_is_left_alone()
    {
        byte[] renamed = [.. s_original];
        for (var at = renamed.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8); at >= 0; at = renamed.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8))
        {
            renamed[at + 13] = (byte)'x';
        }

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(renamed, out var reason));

        Assert.Contains("does not demand", reason);
    }

    [LinuxFact]
    public void A_library_without_the_demand_is_left_alone()
    {
        var libtorch = File.ReadAllBytes(Path.Combine(BuildFacts.LibtorchLibraries, "libc10.so"));

        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(libtorch, out var reason));

        Assert.Contains("does not demand", reason);
    }

    // Where the flags of the demand stand.
    private static int DemandOffset()
    {
        byte[] mended = [.. s_original];
        SymbolVersionNeed.Weaken(mended, out _);
        return mended.AsSpan().CommonPrefixLength(s_original);
    }
}
