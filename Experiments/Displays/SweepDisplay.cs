using System.Diagnostics;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SerpentDsl.Experiments.Displays;

/// <summary>
/// Shows the progress of a sweep: in a terminal a table that is rewritten in place, else a line for each beginning and end of a training.
/// </summary>
internal sealed class SweepDisplay(Terminal terminal)
{
    /// <summary>Runs a sweep under the display and prints a summary.</summary>
    /// <param name="runner">Runs the trainings.</param>
    /// <param name="members">The trainings.</param>
    /// <param name="cancellation">Stops the trainings.</param>
    /// <returns>The exit code: 0 if all trainings are finished, 1 if some failed, 130 if the user stopped the sweep.</returns>
    public int Run(SweepRunner runner, IReadOnlyList<SweepMember> members, CancellationToken cancellation)
    {
        var ended = terminal.IsInteractive
            ? terminal.Console.Live(new Markup("")).AutoClear(true).Start(
                live => runner.Run(members, _ => { }, () => live.UpdateTarget(Frame(members.Select(runner.StatusOf))), cancellation))
            : runner.Run(members, Tell, () => { }, cancellation);
        terminal.Console.Write(Frame(ended));
        foreach (var failed in ended.Where(status => status.State == MemberState.Failed))
        {
            terminal.Fail($"{failed.Member.Title} failed: {failed.Problem}. Its output is in {failed.Log}.");
        }

        return ended.Any(status => status.State == MemberState.Stopped) ? ExitCode.Interrupted
            : ended.Any(status => status.State == MemberState.Failed) ? ExitCode.Failure
            : ExitCode.Success;
    }

    private void Tell(MemberStatus status)
    {
        lock (terminal)
        {
            var detail = status.State == MemberState.Running ? $" in {status.Folder}" : $"  {Cells(status)[3]}";
            terminal.Output.WriteLine($"{status.Member.Title}: {Cells(status)[1]}{detail}".TrimEnd());
            terminal.Output.Flush();
        }
    }

    private static Table Frame(IEnumerable<MemberStatus> statuses)
    {
        var table = Tables.Plain();
        table.AddColumn("training").AddColumn("state").AddColumn(Tables.Number("steps"))
            .AddColumn(Tables.Number("result")).AddColumn(Tables.Number("time"));
        foreach (var status in statuses)
        {
            var colour = status.State switch
            {
                MemberState.Running => "bold",
                MemberState.Finished or MemberState.Found => "green",
                MemberState.Failed => "red",
                _ => "grey",
            };
            table.AddRow([.. Cells(status).Select(cell => (IRenderable)new Markup($"[{colour}]{Markup.Escape(cell)}[/]"))]);
        }

        return table;
    }

    /// <summary>The cells of a row: title, state, steps, result, time.</summary>
    private static string[] Cells(MemberStatus status)
    {
        var title = status.Member.Title;
        var state = status.State switch
        {
            MemberState.Found => "finished before",
            _ => status.State.ToString().ToLowerInvariant(),
        };
        if (status.State == MemberState.Running)
        {
            var step = RunStore.LastLine(status.Folder!, "step");
            var loss = (double?)step?["loss"] is { } value ? $"loss {Figures.Loss(value)}" : "";
            return [title, state, (int?)step?["step"] is { } taken ? Figures.Count(taken) : "", loss, Figures.Duration(
                Stopwatch.GetElapsedTime(status.Began).TotalSeconds)];
        }

        return status.Run?.Result is { } result
            ? [title, state, Figures.Count(result.Steps), TestOf(result), Figures.Duration(result.Seconds)]
            : [title, state, "", "", ""];
    }

    private static string TestOf(TrainingResult result) => result.Test is { } test ? $"test {ScoreText.Of(test)}" : "";
}
