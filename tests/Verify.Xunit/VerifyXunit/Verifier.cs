using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using VerifyTests;

namespace VerifyXunit;

/// <summary>Holds what a test receives against a file that someone has verified.</summary>
public static class Verifier
{
    /// <summary>Verifies a text.</summary>
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Verify(target ?? "null", "txt", settings, sourceFile);

    /// <summary>Verifies a text in a file with some extension.</summary>
    public static SettingsTask Verify(
        string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceFile);
        return new SettingsTask(
            settings,
            current => Task.FromResult(Compare(target ?? "null", extension, current, UseVerifyAttribute.GetMethod(), sourceFile)));
    }

    /// <summary>Verifies a text that is still being made.</summary>
    public static SettingsTask Verify(Task<string> target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "")
    {
        return new SettingsTask(settings, async current =>
        {
            var method = UseVerifyAttribute.GetMethod();
            return Compare(await target, "txt", current, method, sourceFile);
        });
    }

    /// <summary>
    /// Verifies a value that is written as plain text: a text, a number, a truth value. The package also writes objects, in a form
    /// of its own; this stand-in does not.
    /// </summary>
    /// <exception cref="NotSupportedException">The value is an object with members; verify a text of it.</exception>
    public static SettingsTask Verify(object? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Verify(AsText(target), "txt", settings, sourceFile);

    private static string AsText(object? target) => target switch
    {
        null => "null",
        string text => text,
        StringBuilder text => text.ToString(),
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Convert.ToString(target, CultureInfo.InvariantCulture)!,
        _ => throw new NotSupportedException($"A {target.GetType().Name} is not written as plain text: verify a text of it."),
    };

    private static VerifyResult Compare(string target, string extension, VerifySettings settings, MethodInfo method, string sourceFile)
    {
        StringBuilder text = new(target);
        settings.Scrubbers.Apply(text);
        VerifierSettings.Scrubbers.Apply(text);
        var received = text.Length == 0 ? "emptyString" : Newlines.Fix(text.ToString());

        var directory = Path.Combine(Path.GetDirectoryName(sourceFile)!, settings.Directory ?? "");
        FilePair files = new(Path.GetFullPath(directory), FilePrefix.Of(settings, method), extension);
        FilePrefix.RequireUnique(settings, Path.Combine(files.Directory, files.Prefix));
        return files.Compare(received, settings.AutoVerifies);
    }
}
