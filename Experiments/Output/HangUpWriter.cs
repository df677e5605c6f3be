using System.Text;

namespace SerpentDsl.Experiments.Output;

/// <summary>
/// Writes to a terminal, and to nowhere once the terminal is gone: a closed session must not end a training before it has saved. Other
/// failures of writing, such as a full disk, are thrown.
/// </summary>
/// <param name="inner">The terminal.</param>
internal sealed class HangUpWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    /// <summary>EIO: what Linux and macOS answer for a terminal that is gone.</summary>
    private const int NoTerminal = 5;

    private bool _isGone;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_isGone)
        {
            return;
        }

        try
        {
            write();
        }
        catch (IOException problem) when (problem.HResult == NoTerminal)
        {
            _isGone = true;
        }
    }
}
