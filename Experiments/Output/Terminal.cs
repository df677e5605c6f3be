using System.Text.Json;
using Spectre.Console;

namespace SerpentDsl.Experiments.Output;

/// <summary>Where a command writes: results and progress to its output, what went wrong to its errors.</summary>
internal sealed class Terminal
{
    /// <summary>Tables in a file or a pipe are not cut to a screen's width.</summary>
    private const int WidthOfFiles = 160;

    /// <summary>Messages are never wrapped by us.</summary>
    private const int WidthOfMessages = 100_000;

    /// <param name="output">Where results go.</param>
    /// <param name="errors">Where problems go.</param>
    /// <param name="isInteractive">Whether a person watches the output: it may be rewritten in place.</param>
    public Terminal(TextWriter output, TextWriter errors, bool isInteractive)
    {
        Output = output;
        Console = Make(output, isInteractive, isInteractive ? null : WidthOfFiles);
        Errors = Make(errors, isInteractive && !System.Console.IsErrorRedirected, WidthOfMessages);
        IsInteractive = isInteractive && Console.Profile.Capabilities.Ansi;
    }

    /// <summary>The output as it is, for JSON.</summary>
    public TextWriter Output { get; }

    /// <summary>The output for people.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Where problems go.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>Whether what was written can be rewritten in place.</summary>
    public bool IsInteractive { get; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);

    /// <summary>Writes what went wrong to the errors.</summary>
    public void Fail(string message) => Errors.MarkupLineInterpolated($"[red]serpent:[/] {message}");

    /// <summary>Writes a note to the errors, apart from the result.</summary>
    public void Note(string message) => Errors.MarkupLineInterpolated($"[grey]{message}[/]");

    /// <summary>Writes a result for programs.</summary>
    public void WriteJson(object value) => Output.WriteLine(JsonSerializer.Serialize(value, JsonSettings.Indented));

    private static IAnsiConsole Make(TextWriter writer, bool isInteractive, int? width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = width ?? console.Profile.Width;
        return console;
    }
}
