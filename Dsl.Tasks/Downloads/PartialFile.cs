using System.Text.Json;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks.Downloads;

/// <summary>
/// What has come of a file so far, beside where the whole will stand, with a note of what it is a part of. One process at a time
/// may hold it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _notePath;

    /// <exception cref="IOException">Another process holds it, or it cannot be written.</exception>
    public PartialFile(string target)
    {
        Path = target + ".part";
        _notePath = target + ".part.json";
        Stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What has come.</summary>
    public FileStream Stream { get; }

    /// <summary>What the part belongs to; null when there is nothing to go on with.</summary>
    public PartialNote? Note
    {
        get
        {
            try
            {
                return Stream.Length > 0 && File.Exists(_notePath) ? JsonSerializer.Deserialize<PartialNote>(File.ReadAllText(_notePath)) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Begins a new part.</summary>
    public void Restart(PartialNote note)
    {
        Stream.SetLength(0);
        AtomicFile.Write(_notePath, file => JsonSerializer.Serialize(file, note));
    }

    /// <summary>Makes the part the whole.</summary>
    public void Complete(string target)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(Path, target, overwrite: true);
        File.Delete(_notePath);
    }

    /// <summary>Throws away what has come; the next part is held on to.</summary>
    public void Clear()
    {
        Stream.SetLength(0);
        File.Delete(_notePath);
    }

    /// <summary>Throws the part away for good.</summary>
    public void Discard()
    {
        File.Delete(_notePath);
        File.Delete(Path);
    }

    public void Dispose() => Stream.Dispose();
}
