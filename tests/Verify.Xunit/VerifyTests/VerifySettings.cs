using System.Text;

namespace VerifyTests;

/// <summary>Settings of one verification.</summary>
public class VerifySettings
{
    /// <summary>Makes settings with nothing set.</summary>
    public VerifySettings()
    {
    }

    /// <summary>Copies settings.</summary>
    public VerifySettings(VerifySettings? settings)
    {
        if (settings is null)
        {
            return;
        }

        Directory = settings.Directory;
        FileName = settings.FileName;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        Parameters = settings.Parameters;
        ParametersText = settings.ParametersText;
        UniquePrefixRequired = settings.UniquePrefixRequired;
        AutoVerifies = settings.AutoVerifies;
        Scrubbers = new Scrubbers(settings.Scrubbers);
    }

    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal object?[]? Parameters { get; private set; }

    internal string? ParametersText { get; private set; }

    internal bool UniquePrefixRequired { get; private set; } = true;

    internal bool AutoVerifies { get; private set; }

    internal Scrubbers Scrubbers { get; } = new();

    /// <summary>Puts the files into a folder, relative to the test's source file.</summary>
    public void UseDirectory(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Directory = directory;
    }

    /// <summary>Names the files, in place of type, method and parameters.</summary>
    public void UseFileName(string fileName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (TypeName is not null || MethodName is not null)
        {
            throw new InvalidOperationException("UseFileName cannot be combined with UseTypeName or UseMethodName.");
        }

        FileName = fileName;
    }

    /// <summary>Names the type in the files' names.</summary>
    public void UseTypeName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RefuseWithFileName(nameof(UseTypeName));
        TypeName = name;
    }

    /// <summary>Names the method in the files' names.</summary>
    public void UseMethodName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RefuseWithFileName(nameof(UseMethodName));
        MethodName = name;
    }

    /// <summary>Adds the arguments of a parametrised test to the files' names: <c>_name=value</c>.</summary>
    public void UseParameters(params object?[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
    }

    /// <summary>Adds a text in place of the arguments to the files' names.</summary>
    public void UseTextForParameters(string parametersText)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parametersText);
        ParametersText = parametersText;
    }

    /// <summary>Lets several verifications use the same file.</summary>
    public void DisableRequireUniquePrefix() => UniquePrefixRequired = false;

    /// <summary>Accepts whatever is received.</summary>
    /// <param name="includeBuildServer">Whether on a build server too.</param>
    public void AutoVerify(bool includeBuildServer = true) => AutoVerifies = includeBuildServer || !BuildServer.Detected;

    /// <summary>Asks that no comparison tool be opened. This stand-in never opens one.</summary>
    public void DisableDiff()
    {
    }

    /// <summary>Adds an edit of the received text.</summary>
    public void AddScrubber(Action<StringBuilder> scrubber, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.Add(scrubber, location);

    /// <summary>Removes lines that contain any of the texts, whatever their case.</summary>
    public void ScrubLinesContaining(params string[] stringToMatch) =>
        ScrubLinesContaining(StringComparison.OrdinalIgnoreCase, stringToMatch);

    /// <summary>Removes lines that contain any of the texts.</summary>
    public void ScrubLinesContaining(StringComparison comparison, params string[] stringToMatch) =>
        Scrubbers.AddRemovalOf(comparison, stringToMatch, ScrubberLocation.First);

    /// <summary>Removes lines.</summary>
    public void ScrubLines(Func<string, bool> removeLine, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.AddLines(line => removeLine(line) ? null : line, location);

    /// <summary>Replaces lines; null removes one.</summary>
    public void ScrubLinesWithReplace(Func<string, string?> replaceLine, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.AddLines(replaceLine, location);

    private void RefuseWithFileName(string setting)
    {
        if (FileName is not null)
        {
            throw new InvalidOperationException($"{setting} cannot be combined with UseFileName.");
        }
    }
}
