using System.Globalization;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// Lets only one process write to a run's folder. The lock belongs to the operating system and ends with the process. A file beside it
/// holds the process id, for people.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const string LockFile = ".lock";
    private const string ProcessFile = "run.pid";

    // Error codes for a file that another process has locked: Linux 11 (EAGAIN), macOS 35 (EAGAIN), Windows 32 (sharing violation).
    private static readonly int[] s_taken = [11, 35, 32];

    private readonly FileStream _lock;
    private readonly string _processFile;

    private RunLock(FileStream handle, string processFile)
    {
        _lock = handle;
        _processFile = processFile;
    }

    /// <summary>Locks a run's folder for this process.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="isNew">
    /// Whether the folder must not have had a lock before. The system creates a file once: of several processes that want the same new
    /// folder, one gets it.
    /// </param>
    /// <exception cref="RunBusyException">Another process has locked the folder.</exception>
    /// <exception cref="FolderTakenException">The folder is to be new, and another process was faster.</exception>
    public static RunLock Take(string run, bool isNew = false)
    {
        var processFile = Path.Combine(run, ProcessFile);
        var path = Path.Combine(run, LockFile);
        FileStream handle;
        try
        {
            handle = new FileStream(path, isNew ? FileMode.CreateNew : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (isNew && File.Exists(path))
        {
            throw new FolderTakenException(run);
        }
        catch (IOException problem) when (s_taken.Contains(problem.HResult & 0xFFFF))
        {
            var owner = File.Exists(processFile) ? $" (process {File.ReadAllText(processFile).Trim()})" : "";
            throw new RunBusyException(
                $"{run} is being written by another run of this program{owner}. End that one first, or wait for it.");
        }

        try
        {
            File.WriteAllText(processFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            return new RunLock(handle, processFile);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether a process is writing to a run's folder.</summary>
    /// <param name="run">The run's folder.</param>
    public static bool IsHeld(string run)
    {
        // Without this file no process of this runner writes there. So a folder is not locked, however briefly, by those who only look.
        if (!File.Exists(Path.Combine(run, ProcessFile)))
        {
            return false;
        }

        try
        {
            using var probe = new FileStream(Path.Combine(run, LockFile), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException problem) when (s_taken.Contains(problem.HResult & 0xFFFF))
        {
            return true;
        }
    }

    public void Dispose()
    {
        File.Delete(_processFile);
        _lock.Dispose();
    }
}
