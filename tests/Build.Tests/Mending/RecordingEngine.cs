using System.Collections;
using Microsoft.Build.Framework;

namespace SerpentDsl.Build.Tests.Mending;

/// <summary>Stands for MSBuild around a task, and keeps its warnings.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    public List<BuildWarningEventArgs> Warnings { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);

    public void LogErrorEvent(BuildErrorEventArgs e) => throw new InvalidOperationException(e.Message);

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();
}
