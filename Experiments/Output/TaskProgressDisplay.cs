using System.Diagnostics;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Output;

/// <summary>
/// Shows the progress of a task's preparation: in a terminal as one line that is rewritten in place, else as a note on the standard error
/// for each activity. Reports may come from any thread.
/// </summary>
internal sealed class TaskProgressDisplay(Terminal terminal) : IProgress<TaskProgress>, IDisposable
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private string? _activity;
    private long _shown;
    private bool _lineIsOpen;

    public void Report(TaskProgress value)
    {
        lock (_lock)
        {
            var isNew = value.Activity != _activity;
            if (isNew)
            {
                CloseLine();
                _activity = value.Activity;
            }

            var isRewritten = terminal.IsInteractive && value.Total > 0;
            if (!isRewritten)
            {
                if (isNew)
                {
                    terminal.Note(value.Activity);
                }

                return;
            }

            var isDone = value.Done >= value.Total;
            if (isNew || isDone || Stopwatch.GetElapsedTime(_shown) >= s_refresh)
            {
                _shown = Stopwatch.GetTimestamp();
                terminal.Console.Markup(
                    $"\r[grey]{Markup.Escape(value.Activity)}: {Figures.Count(value.Done)} of {Figures.Count(value.Total)}[/]");
                _lineIsOpen = true;
            }

            if (isDone)
            {
                CloseLine();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            CloseLine();
        }
    }

    private void CloseLine()
    {
        if (_lineIsOpen)
        {
            terminal.Console.WriteLine();
            _lineIsOpen = false;
        }
    }
}
