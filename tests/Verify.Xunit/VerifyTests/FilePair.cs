using System.Text;

namespace VerifyTests;

/// <summary>The verified file of a test and what was received beside it.</summary>
internal sealed record FilePair(string Directory, string Prefix, string Extension)
{
    // Files begin with a byte-order mark, as the package's do.
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: true);

    public string VerifiedPath => Path.Combine(Directory, VerifiedName);

    public string ReceivedPath => Path.Combine(Directory, ReceivedName);

    private string VerifiedName => $"{Prefix}.verified.{Extension}";

    private string ReceivedName => $"{Prefix}.received.{Extension}";

    /// <summary>Holds a text against the verified file.</summary>
    /// <exception cref="VerifyException">There is none, or it differs; the received file is then there to compare and accept.</exception>
    public VerifyResult Compare(string received, bool autoVerify)
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.Delete(ReceivedPath);
        var verified = ReadVerified();
        if (verified is not null && AreEqual(verified, received))
        {
            return new VerifyResult(VerifiedPath, received);
        }

        File.WriteAllText(ReceivedPath, received, s_encoding);
        if (autoVerify)
        {
            File.Move(ReceivedPath, VerifiedPath, overwrite: true);
            return new VerifyResult(VerifiedPath, received);
        }

        throw new VerifyException(Describe(received, verified));
    }

    /// <summary>The verified text; an empty file is none.</summary>
    private string? ReadVerified()
    {
        if (new FileInfo(VerifiedPath) is { Exists: true, Length: 0 } empty)
        {
            empty.Delete();
        }

        return File.Exists(VerifiedPath) ? Newlines.Fix(File.ReadAllText(VerifiedPath)) : null;
    }

    /// <summary>Editors add a newline at the end of a file: one more in the verified text is no difference.</summary>
    private static bool AreEqual(string verified, string received) =>
        verified == received
            || (verified.Length == received.Length + 1 && verified[^1] == '\n' && verified.StartsWith(received, StringComparison.Ordinal));

    private string Describe(string received, string? verified)
    {
        var files = $"Directory: {Directory}\n{(verified is null ? "New" : "NotEqual")}:\n  - Received: {ReceivedName}\n    Verified: "
            + $"{VerifiedName}\n\n";
        return verified is null
            ? $"{files}There is no verified text yet. Read the received one; rename it if it is right:\n\n{TextDiff.Beginning(received)}"
            : $"{files}From the verified text (-) to the received one (+):\n\n{TextDiff.Of(verified, received)}";
    }
}
