using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Commands.Statements;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>theory</c>: checks statements of the papers numerically.</summary>
[Verb("theory", HelpText = "Check statements of the papers: proposition1 on random systems and a model's layers; signature; a5.")]
internal sealed class TheoryOptions : ICommandOptions
{
    /// <summary>Length of the sequence of Proposition 1 without the option.</summary>
    public const int UsualLength = 64;

    private const string Proposition = "proposition1";
    private const string SignatureName = "signature";
    private const string Tracking = "a5";

    [Value(0, MetaName = "STATEMENT", Hidden = true)]
    public string? Statement { get; set; }

    [Value(1, MetaName = "RUN_OR_NAME", Hidden = true)]
    public string? Source { get; set; }

    [Option("length", HelpText = "Length of the sequence of proposition1 (default 64).")]
    public int? Length { get; set; }

    [Option("full", HelpText = "For signature and a5: the paper's sizes, which take days.")]
    public bool Full { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the random systems, the sequences, and the parameters of an untrained model.")]
    public long Seed { get; set; }

    [Option("html", MetaValue = "FILE", HelpText = "Also write a web page.")]
    public string? Html { get; set; }

    [Option("json", HelpText = "Print a JSON array.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        switch (Statement)
        {
            case Proposition:
                Refuse(Full, "--full", Proposition);
                Proposition1Statement.Run(this, context);
                break;
            case SignatureName:
                RefuseModelAndLength(SignatureName);
                SignatureStatement.Run(this, context);
                break;
            case Tracking:
                RefuseModelAndLength(Tracking);
                TrackingStatement.Run(this, context);
                break;
            case null:
                throw new UsageException($"'theory' needs a STATEMENT: {Proposition}, {SignatureName} or {Tracking}.");
            default:
                throw new UsageException(NearestNames.Explain(
                    $"There is no statement '{Statement}'.", Statement, [Proposition, SignatureName, Tracking]));
        }

        return ExitCode.Success;
    }

    private void RefuseModelAndLength(string statement)
    {
        Refuse(Source is not null, "RUN_OR_NAME", statement);
        Refuse(Length is not null, "--length", statement);
    }

    private static void Refuse(bool isGiven, string what, string statement)
    {
        if (isGiven)
        {
            throw new UsageException($"'theory {statement}' takes no {what}. Leave it out.");
        }
    }
}
