using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes the steps of a forward pass, with shapes in the margin, and the disposal of each value after its last use.</summary>
internal static class ForwardWriter
{
    /// <summary>The rightmost column of the margin, so that one long line does not move the margin of all lines.</summary>
    private const int LastMargin = 76;

    /// <summary>Writes steps that create their values; the method disposes all but the result.</summary>
    public static void Write(CodeWriter writer, string torch, IReadOnlyList<ScheduledStep> steps, string result)
    {
        const string net = "frees what an exception would leave behind";
        var scope = $"using var scope = {torch}.NewDisposeScope();";
        var margin = MarginOf(steps, scope);
        writer.Line(WithMargin(scope, net, margin));
        WriteSteps(writer, steps, margin);
        writer.Line($"return {result}.MoveToOuterDisposeScope();");
    }

    /// <summary>Writes steps that write their values into memory of the state or of the caller; nothing is disposed.</summary>
    public static void WriteInPlace(CodeWriter writer, IReadOnlyList<ScheduledStep> steps, string result)
    {
        WriteSteps(writer, steps, MarginOf(steps));
        writer.Line($"return {result};");
    }

    private static int MarginOf(IReadOnlyList<ScheduledStep> steps, params string[] others) =>
        steps.Select(step => FirstLine(step.Step)).Concat(others)
        .Select(line => line.Length + 2).Where(width => width <= LastMargin).DefaultIfEmpty(0).Max();

    private static void WriteSteps(CodeWriter writer, IReadOnlyList<ScheduledStep> steps, int margin)
    {
        var startsParagraph = true;
        foreach (var scheduled in steps)
        {
            if (startsParagraph || scheduled.Step.Heading.Length > 0 || scheduled.Step.Result is null)
            {
                writer.Line();
            }

            WriteStep(writer, scheduled, margin);
            startsParagraph = scheduled.Step.Result is null;
        }
    }

    private static void WriteStep(CodeWriter writer, ScheduledStep scheduled, int margin)
    {
        var step = scheduled.Step;
        if (step.Heading.Length > 0)
        {
            writer.Line("// " + step.Heading);
        }

        var first = FirstLine(step);
        writer.Line(WithMargin(first, step.Margin, margin));
        if (step.Result is null)
        {
            writer.Line(string.Join("\n", Lines(step.Code).Skip(1)));
        }

        foreach (var value in scheduled.Disposed)
        {
            writer.Line($"{value}.Dispose();");
        }
    }

    private static string FirstLine(Step step) => step.Result is null ? Lines(step.Code)[0] : $"var {step.Result} = {step.Code};";

    private static string[] Lines(string code) => code.Replace("\r", "").Split('\n');

    private static string WithMargin(string code, string comment, int margin) =>
        comment.Length == 0 ? code : code.PadRight(Math.Max(margin, code.Length + 2)) + "// " + comment;
}
