using System.Net;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Serving;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>serve</c>: answers HTTP requests with a trained model.</summary>
[Verb("serve", HelpText = "Serve a run's model over HTTP: predictions, or text as it is written.")]
internal sealed class ServeOptions : TrainedModelOptions, ICommandOptions
{
    private const int HighestPort = 65_535;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Option("host", Default = "localhost", MetaValue = "ADDRESS",
        HelpText = "The IP address to listen on; * listens on all of this machine's.")]
    public string Host { get; set; } = "";

    [Option("port", Default = 8080, MetaValue = "N", HelpText = "The port to listen on; 0 takes a free one.")]
    public int Port { get; set; }

    [Option("max-length", MetaValue = "N", HelpText = "Longest text or prompt in tokens; longer ones are refused (default: the model's).")]
    public int? MaxLength { get; set; }

    [Option("max-concurrency", MetaValue = "N", HelpText = "Requests at the same time; further ones are refused (default: 64).")]
    public int? MaxConcurrency { get; set; }

    [Option("max-tokens", MetaValue = "N", HelpText = "Tokens that a request may ask for (default: 1024).")]
    public int? MaxTokens { get; set; }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, MaxLength, "--max-length");
        Require.AtLeast(1, MaxConcurrency, "--max-concurrency");
        Require.AtLeast(1, MaxTokens, "--max-tokens");
        if (Port is < 0 or > HighestPort)
        {
            throw new UsageException($"--port is {Port}; it must be from 0 (a free one) to {HighestPort}.");
        }

        var address = AddressOf(Host);
        var usual = new ServingLimits();
        var limits = usual with
        {
            MaxLength = MaxLength,
            MaxConcurrency = MaxConcurrency ?? usual.MaxConcurrency,
            MaxTokens = MaxTokens ?? usual.MaxTokens,
        };
        var (run, architecture) = OpenRun(context);
        var device = torch.device(PrepareDevice());
        using var model = Usage(() => ServedModel.Load(
            run, architecture, device, EncoderOfTask(run, architecture, context), TokenizerOfTask(run, architecture, context)));
        Serve(model, address, limits, context).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private async Task Serve(ServedModel model, IPAddress? address, ServingLimits limits, CommandContext context)
    {
        await using var server = await ModelServer.StartAsync(model, address, Port, limits, context.Cancellation);
        context.Terminal.Output.WriteLine($"{model.Architecture.Name} answers at {server.Address}; Ctrl-C stops it.");
        context.Terminal.Output.Flush();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            context.Terminal.Note("Stopping: requests that are worked on end, new ones are refused. A second Ctrl-C ends it at once.");
        }

        if (!await server.StopAsync(s_patience))
        {
            context.Terminal.Note($"Requests that had not ended after {s_patience.TotalSeconds} seconds were broken off.");
        }
    }

    private static IPAddress? AddressOf(string host) => host switch
    {
        "*" => null,
        "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(host, out var address) => address,
        _ => throw new UsageException($"--host is '{host}'; it must be an IP address of this machine, localhost, or * for all of them."),
    };
}
