using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Weights;

/// <summary>The command that pins the weights of an architecture, for messages.</summary>
internal static class PinCommand
{
    private const string Runner = "SerpentDsl.Experiments.SerpentCommandLine";

    /// <summary>
    /// The command for a project. A program pins its own architectures if it has the runner; those of a library are pinned by a program
    /// that references it.
    /// </summary>
    /// <param name="compilation">The project that declares the architecture.</param>
    /// <param name="architecture">The full name of the architecture.</param>
    public static string For(Compilation compilation, string architecture) => compilation.Options.OutputKind switch
    {
        not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication) =>
            $"'dotnet run --project RUNNER -p:SerpentPin=true -- weights {architecture} --pin', RUNNER being the program that trains it",
        _ when compilation.GetTypeByMetadataName(Runner) is null =>
            $"'dotnet run -p:SerpentPin=true -- weights {architecture} --pin', once the program references SerpentDsl.Experiments and "
            + "passes its arguments to SerpentCommandLine.Run",
        _ => $"'dotnet run -p:SerpentPin=true -- weights {architecture} --pin'",
    };
}
