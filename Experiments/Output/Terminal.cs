using System.Text.Json;
using Spectre.Console;

namespace SerpentDsl.Experiments.Output;

/// <summary>The output of a command: results and progress go to the standard output, problems and notes to the standard error.</summary>
internal sealed class Terminal
{
    /// <summary>Width of the output in a file or a pipe; tables are not cut to a screen's width there.</summary>
    private const int WidthOfFiles = 160;

    /// <summary>Width of messages; so large that they are never wrapped.</summary>
    private const int WidthOfMessages = 100_000;

    /// <param name="output">Receives results.</param>
    /// <param name="errors">Receives problems and notes.</param>
    /// <param name="isInteractive">Whether a person watches the output, so that lines may be rewritten in place.</param>
    public Terminal(TextWriter output, TextWriter errors, bool isInteractive)
    {
        Output = output;
        Console = Make(output, isInteractive, isInteractive ? null : WidthOfFiles);
        Errors = Make(errors, isInteractive && !System.Console.IsErrorRedirected, WidthOfMessages);
        IsInteractive = isInteractive && Console.Profile.Capabilities.Ansi;
    }

    /// <summary>The output as plain text, for JSON.</summary>
    public TextWriter Output { get; }

    /// <summary>The output with colours and tables, for people.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The standard error, with colours.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>Whether lines of the output can be rewritten in place.</summary>
    public bool IsInteractive { get; }

    /// <summary>The terminal of this process; once it is gone, what is written to it is dropped.</summary>
    public static Terminal OfProcess()
    {
        // Spectre.Console knows a terminal by its being the console's own writer.
        System.Console.SetOut(new HangUpWriter(System.Console.Out));
        System.Console.SetError(new HangUpWriter(System.Console.Error));
        return new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);
    }

    /// <summary>Writes a last error message while another thread may be writing, and shows the cursor again.</summary>
    public void Break(string message)
    {
        if (IsInteractive)
        {
            Output.Write("\u001b[?25h\n");
            Output.Flush();
        }

        Fail(message);
    }

    /// <summary>Writes an error message to the standard error.</summary>
    public void Fail(string message) => Errors.MarkupLineInterpolated($"[red]serpent:[/] {message}");

    /// <summary>Writes a note to the standard error, apart from the result.</summary>
    public void Note(string message) => Errors.MarkupLineInterpolated($"[grey]{message}[/]");

    /// <summary>Writes a result as JSON.</summary>
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
