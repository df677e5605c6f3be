// Compiled by MSBuild itself when a build needs it (RoslynCodeTaskFactory takes one file, hence both types in this one), and by tests.
#nullable enable
#pragma warning disable IDE0005 // The factory has no implicit usings, as projects have.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;

namespace SerpentDsl.Build;

/// <summary>
/// Writes a copy of TorchSharp's native library that also loads where libstdc++ is older than that of GCC 13. The original is only
/// read. The copy gets a temporary name first and is renamed, so that nothing is written through a hard or symbolic link.
/// </summary>
public sealed class MendTorchLibrary : Microsoft.Build.Utilities.Task
{
    /// <summary>The library as its package has it.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the mended copy goes. It is not written where there is nothing to mend.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>Whether to do nothing on a machine whose own libstdc++ is new enough.</summary>
    public bool OnlyForThisMachine { get; set; }

    /// <summary>Written when all went well, mended or not: by its date, a later build knows that nothing is to be done.</summary>
    public string Stamp { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var done = Mend();
            if (done != null)
            {
                Log.LogMessage(MessageImportance.Low, done);
                if (Stamp.Length > 0)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Stamp))!);
                    File.WriteAllText(Stamp, done);
                }
            }
        }
        catch (Exception exception) when (exception is IOException || exception is UnauthorizedAccessException)
        {
            Warn(exception.Message);
        }
        return true;
    }

    private string? Mend()
    {
        if (OnlyForThisMachine && SymbolVersionNeed.MachineHasIt(out var library))
        {
            return $"{library} has {SymbolVersionNeed.Name}: {Source} is taken as it is.";
        }
        var bytes = File.ReadAllBytes(Source);
        switch (SymbolVersionNeed.Weaken(bytes, out var reason))
        {
            case SymbolVersionNeed.Outcome.Weakened:
                Replace(bytes);
                return $"{Destination} is {Source} with a weak need of {SymbolVersionNeed.Name}.";
            case SymbolVersionNeed.Outcome.NotNeeded:
                return $"{Source} is taken as it is: {reason}.";
            default:
                Warn(reason);
                return null;
        }
    }

    private void Warn(string reason) => Log.LogWarning(
        null, "SDSLB01", null, Source, 0, 0, 0, 0,
        $"The library is used as it is, because it could not be made to load with a libstdc++ older than GCC 13's: {reason.TrimEnd('.')}.");

    private void Replace(byte[] bytes)
    {
        var destination = Path.GetFullPath(Destination);
        var folder = Path.GetDirectoryName(destination)!;
        Directory.CreateDirectory(folder);
        var written = Path.Combine(folder, $".{Path.GetFileName(destination)}.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(written, bytes);
            if (File.Exists(destination))
            {
                File.Replace(written, destination, null);
            }
            else
            {
                File.Move(written, destination);
            }
        }
        finally
        {
            File.Delete(written);
        }
    }
}

/// <summary>
/// The one thing in TorchSharp's library for Linux that libraries of GCC 12 and older lack: it demands the symbol version
/// GLIBCXX_3.4.32 of libstdc++, though it works without. The demand stands in the section of version needs (SHT_GNU_verneed); with
/// the flag VER_FLG_WEAK the loader lets it go.
/// </summary>
public static class SymbolVersionNeed
{
    /// <summary>The version that is demanded.</summary>
    public const string Name = "GLIBCXX_3.4.32";

    private const uint NameHash = 0x0297f842;
    private const uint VersionNeedSection = 0x6ffffffe;
    private const int WeakFlag = 2;
    private const int SectionHeaderSize = 64;
    private const int RecordSize = 16;

    /// <summary>What became of a file's bytes.</summary>
    public enum Outcome
    {
        /// <summary>The demand is weak now, and was not.</summary>
        Weakened,

        /// <summary>Nothing is to be changed: the file has no such demand, or a weak one.</summary>
        NotNeeded,

        /// <summary>The bytes are no 64-bit little-endian ELF file, or a damaged one; they were not changed.</summary>
        Refused,
    }

    /// <summary>Makes the demand of <see cref="Name"/> in an ELF file's bytes weak.</summary>
    public static Outcome Weaken(byte[] file, out string reason)
    {
        if (file.Length < 4 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F')
        {
            reason = "it is no ELF file";
            return Outcome.Refused;
        }
        if (file.Length < 64)
        {
            reason = $"it ends after {file.Length} bytes, within the ELF header";
            return Outcome.Refused;
        }
        if (file[4] != 2 || file[5] != 1)
        {
            reason = "it is an ELF file of another kind than 64-bit little-endian";
            return Outcome.Refused;
        }
        long flags;
        try
        {
            flags = FindDemand(file);
        }
        catch (InvalidDataException damage)
        {
            reason = damage.Message;
            return Outcome.Refused;
        }
        if (flags < 0)
        {
            reason = $"it does not demand {Name}";
            return Outcome.NotNeeded;
        }
        if ((file[flags] & WeakFlag) != 0)
        {
            reason = $"its need of {Name} is weak already";
            return Outcome.NotNeeded;
        }
        file[flags] |= WeakFlag;
        reason = "";
        return Outcome.Weakened;
    }

    /// <summary>Whether the libstdc++ that this machine's loader takes has the version. Unknown counts as no.</summary>
    public static bool MachineHasIt(out string library)
    {
        var name = Encoding.ASCII.GetBytes(Name + "\0");
        foreach (var candidate in Candidates())
        {
            try
            {
                var bytes = File.Exists(candidate) ? File.ReadAllBytes(candidate) : Array.Empty<byte>();
                // 64-bit, x86-64: machines have libraries of other processors beside their own.
                if (bytes.Length > 64 && bytes[0] == 0x7f && bytes[4] == 2 && bytes[18] == 62)
                {
                    library = candidate;
                    return IndexOf(bytes, name) >= 0;
                }
            }
            catch (Exception exception) when (exception is IOException || exception is UnauthorizedAccessException)
            {
                // The loader cannot read it either.
            }
        }
        library = "";
        return false;
    }

    // In the loader's order: LD_LIBRARY_PATH, what ldconfig has noted, the usual folders.
    private static IEnumerable<string> Candidates()
    {
        const string Library = "libstdc++.so.6";
        foreach (var folder in (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':'))
        {
            if (folder.Length > 0)
            {
                yield return folder + "/" + Library;
            }
        }
        foreach (var noted in NotedByLdconfig("/" + Library))
        {
            yield return noted;
        }
        string[] usual = { "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib" };
        foreach (var folder in usual)
        {
            yield return folder + "/" + Library;
        }
    }

    // The cache holds paths as strings that end in a zero byte.
    private static IEnumerable<string> NotedByLdconfig(string ending)
    {
        byte[] cache;
        try
        {
            cache = File.ReadAllBytes("/etc/ld.so.cache");
        }
        catch (Exception exception) when (exception is IOException || exception is UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var path in Encoding.UTF8.GetString(cache).Split('\0'))
        {
            if (path.StartsWith("/", StringComparison.Ordinal) && path.EndsWith(ending, StringComparison.Ordinal))
            {
                yield return path;
            }
        }
    }

    private static int IndexOf(byte[] bytes, byte[] sought)
    {
        for (var start = Array.IndexOf(bytes, sought[0]); start >= 0; start = Array.IndexOf(bytes, sought[0], start + 1))
        {
            var same = 0;
            while (same < sought.Length && start + same < bytes.Length && bytes[start + same] == sought[same])
            {
                same++;
            }
            if (same == sought.Length)
            {
                return start;
            }
        }
        return -1;
    }

    // Offset of the low byte of the demand's flags; -1 if there is no demand.
    private static long FindDemand(byte[] file)
    {
        var sections = Read(file, 0x28, 8, "the ELF header");
        var size = (int)Read(file, 0x3a, 2, "the ELF header");
        var count = (int)Read(file, 0x3c, 2, "the ELF header");
        if (count > 0 && size < SectionHeaderSize)
        {
            throw new InvalidDataException($"its section headers have {size} bytes; {SectionHeaderSize} are needed");
        }
        for (var i = 0; i < count; i++)
        {
            var header = Add(sections, (ulong)((long)i * size));
            if (Read(file, Add(header, 4), 4, "the section headers") == VersionNeedSection)
            {
                var found = FindDemand(file, header, sections, size, count);
                if (found >= 0)
                {
                    return found;
                }
            }
        }
        return -1;
    }

    private static long FindDemand(byte[] file, ulong header, ulong sections, int headerSize, int sectionCount)
    {
        const string Where = "the section of version needs";
        var start = Read(file, Add(header, 0x18), 8, "the section headers");
        var end = Add(start, Read(file, Add(header, 0x20), 8, "the section headers"));
        var strings = Read(file, Add(header, 0x28), 4, "the section headers");
        if (end > (ulong)file.Length)
        {
            throw new InvalidDataException($"it ends after {file.Length} bytes, within {Where}");
        }
        if (strings >= (ulong)sectionCount)
        {
            throw new InvalidDataException($"{Where} names section {strings} as its strings, of {sectionCount}");
        }
        var names = Read(file, Add(Add(sections, strings * (ulong)headerSize), 0x18), 8, "the section headers");
        // Each record lies behind the one before it, so that no chain is endless.
        for (var library = start; ;)
        {
            Within(library, end, Where);
            for (var version = Add(library, Read(file, Add(library, 8), 4, Where)); ;)
            {
                Within(version, end, Where);
                if (Read(file, version, 4, Where) == NameHash && IsName(file, Add(names, Read(file, Add(version, 8), 4, Where))))
                {
                    return (long)Add(version, 4);
                }
                var next = Read(file, Add(version, 12), 4, Where);
                if (next == 0)
                {
                    break;
                }
                version = Add(version, next);
            }
            var step = Read(file, Add(library, 12), 4, Where);
            if (step == 0)
            {
                return -1;
            }
            library = Add(library, step);
        }
    }

    private static bool IsName(byte[] file, ulong offset)
    {
        for (var i = 0; i <= Name.Length; i++)
        {
            var expected = i < Name.Length ? Name[i] : 0;
            if ((int)Read(file, Add(offset, (ulong)i), 1, "the names of versions") != expected)
            {
                return false;
            }
        }
        return true;
    }

    private static void Within(ulong record, ulong end, string where)
    {
        if (Add(record, RecordSize) > end)
        {
            throw new InvalidDataException($"a record of {where} lies outside of it, at byte {record}");
        }
    }

    // Offsets come from the file: a sum that overflows lies outside of any file.
    private static ulong Add(ulong offset, ulong step) => offset > ulong.MaxValue - step ? ulong.MaxValue : offset + step;

    private static ulong Read(byte[] file, ulong offset, int size, string where)
    {
        if (Add(offset, (ulong)size) > (ulong)file.Length)
        {
            throw new InvalidDataException($"it ends after {file.Length} bytes, within {where}");
        }
        ulong value = 0;
        for (var i = size - 1; i >= 0; i--)
        {
            value = value << 8 | file[(long)offset + i];
        }
        return value;
    }
}
