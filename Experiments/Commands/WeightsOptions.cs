using System.Text;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Weights;
using SerpentDsl.Io;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary>
/// <c>weights</c>: lists the tensors of an architecture's checkpoints, and pins them in a ledger that the compiler checks.
/// </summary>
[Verb("weights", HelpText = "List the tensors of an architecture's checkpoints; --pin makes a change to them a compiler error.")]
internal sealed class WeightsOptions : ICommandOptions
{
    [Value(0, MetaName = "NAME", Required = true, HelpText = "The architecture.")]
    public string Name { get; set; } = "";

    [Option("pin", HelpText = "Write the weights ledger next to the declaration, which is searched for in this folder and below.")]
    public bool Pin { get; set; }

    [Option("file", MetaValue = "FILE", HelpText = "Write the ledger to this file instead.")]
    public string? File { get; set; }

    public int Execute(CommandContext context)
    {
        var spec = context.Catalogue.Find(Name);
        if (spec.Weights.Count == 0)
        {
            throw new UsageException($"The tensors of {spec.Name} are unknown, because it was not generated from a declaration.");
        }

        var ledger = WeightsLedger.Write(spec);
        if (!Pin && File is null)
        {
            context.Terminal.Output.Write(ledger);
            return ExitCode.Success;
        }

        var path = File ?? LedgerPlace.Find(spec, Directory.GetCurrentDirectory());
        var before = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : null;
        if (before == ledger)
        {
            context.Terminal.Note($"{path} is up to date.");
            return ExitCode.Success;
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ledger)));
        context.Terminal.Console.WriteLine(
            $"{(before is null ? "Pinned" : "Updated")}: {Figures.Count(spec.Weights.Count)} tensors in {path}");
        return ExitCode.Success;
    }
}
