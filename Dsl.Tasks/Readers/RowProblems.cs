namespace SerpentDsl.Tasks;

/// <summary>Collects the errors in the rows of a file, so that one message shows the first few together.</summary>
/// <param name="file">Name of the file.</param>
public sealed class RowProblems(string file)
{
    private const int ReportedRows = 5;

    private readonly List<string> _first = new(ReportedRows);
    private long _count;

    /// <summary>Records a malformed row.</summary>
    /// <param name="line">Number of its line, from 1.</param>
    /// <param name="problem">What is wrong with it, as a sentence.</param>
    public void Add(long line, string problem)
    {
        _count++;
        if (_first.Count < ReportedRows)
        {
            _first.Add($"  {file}, line {line}: {problem}");
        }
    }

    /// <summary>Throws if a row was malformed.</summary>
    /// <param name="sound">Number of well-formed rows.</param>
    /// <exception cref="TaskDataException">Some rows are malformed: the first of them are named with their lines.</exception>
    public void ThrowIfAny(long sound)
    {
        if (_count > 0)
        {
            var more = _count > _first.Count ? $"\n  and {_count - _first.Count:N0} more" : "";
            throw new TaskDataException(
                $"{_count:N0} of the {_count + sound:N0} rows of {file} {(_count == 1 ? "is" : "are")} malformed:\n"
                    + $"{string.Join('\n', _first)}{more}\nGet the file again, or correct these rows.");
        }
    }
}
