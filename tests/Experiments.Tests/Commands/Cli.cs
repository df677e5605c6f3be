using SerpentDsl.Experiments.Commands;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>Runs command lines in this process, on the test assembly's architectures.</summary>
internal static class Cli
{
    public static (int Code, string Output, string Errors) Run(params string[] args) => Run(CancellationToken.None, args);

    public static (int Code, string Output, string Errors) Run(CancellationToken cancellation, params string[] args)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = SerpentCommandLine.Run(args, [typeof(Cli).Assembly], new Terminal(output, errors, isInteractive: false), cancellation);
        return (code, output.ToString(), errors.ToString());
    }
}
