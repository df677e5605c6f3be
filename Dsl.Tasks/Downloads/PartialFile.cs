using System.Text.Json;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks.Downloads;

/// <summary>
/// The received bytes of an incomplete download, in a file next to the target, with a note on what it is a part of. Only one process at a
/// time can open it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _notePath;

    /// <exception cref="IOException">Another process has opened it, or it cannot be written.</exception>
    public PartialFile(string target)
    {
        Path = target + ".part";
        _notePath = target + ".part.json";
        Stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The bytes received so far.</summary>
    public FileStream Stream { get; }

    /// <summary>What the part belongs to; null if there is nothing to continue.</summary>
    public PartialNote? Note
    {
        get
        {
            try
            {
                return Stream.Length > 0 && File.Exists(_notePath)
                    ? JsonSerializer.Deserialize<PartialNote>(File.ReadAllText(_notePath))
                    : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Starts a new part.</summary>
    public void Restart(PartialNote note)
    {
        Stream.SetLength(0);
        AtomicFile.Write(_notePath, file => JsonSerializer.Serialize(file, note));
    }

    /// <summary>Renames the complete part to the target.</summary>
    public void Complete(string target)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(Path, target, overwrite: true);
        File.Delete(_notePath);
    }

    /// <summary>Discards the received bytes; the file stays open for the next part.</summary>
    public void Clear()
    {
        Stream.SetLength(0);
        File.Delete(_notePath);
    }

    /// <summary>Deletes the part.</summary>
    public void Discard()
    {
        File.Delete(_notePath);
        File.Delete(Path);
    }

    public void Dispose() => Stream.Dispose();
}
