using System.Net;
using System.Net.Sockets;
using System.Text;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Experiments.Tests.Resume;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Interruption;

/// <summary>Commands that do not train, as processes of their own, asked by the system to stop.</summary>
public sealed class CommandSignalTests : IDisposable
{
    private const string CutOff = "serpent: stopped, in the midst of a computation that cannot be interrupted";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> All => [Signals.HangUp, Signals.Interrupt, Signals.Terminate];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void An_evaluation_stops_between_two_batches(int signal)
    {
        using var process = Evaluate(StuckWork.Slow + "evaluate");
        process.Interrupt(signal);
        AssertNoTrace(process);
    }

    [Fact]
    public void An_evaluation_that_cannot_be_interrupted_is_cut_off()
    {
        using var process = Evaluate("evaluate");
        process.Interrupt(Signals.Terminate);
        Assert.Contains(CutOff, process.Errors);
        AssertNoTrace(process);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_text_ends_with_what_is_written(int signal)
    {
        var run = SavedRun.Writer(_folder["run"]);
        using var process = KillableRunner.Start(
            "generate", run, "--prompt", "abc", "--tokens", "2000000000", "--threads", "1", "--device", "cpu");
        process.Await(() => process.HasWritten);
        process.Interrupt(signal);
        Assert.StartsWith("abc", process.Output);
        AssertNoTrace(process);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_measurement_of_a_training_step_that_cannot_be_interrupted_is_cut_off(int signal)
    {
        using var process = Stuck("pass", "bench", "--model", nameof(StuckModel), "--threads", "1");
        process.Interrupt(signal);
        Assert.Contains(CutOff, process.Errors);
        AssertNoTrace(process);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measurements_stop_between_two_calls(int signal)
    {
        using var process = KillableRunner.Start("bench", "--filter", "scan", "--budget", "86400", "--threads", "1");
        process.Await(() => process.HasWritten);
        process.Interrupt(signal);
        AssertNoTrace(process);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_download_keeps_what_it_has_received(int signal)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var process = KillableRunner.Start(
            "data", "fetch", nameof(ByteWikiText2), "--data", _folder["data"], "--from",
            $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/");
        using var client = await server.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: \"1\"\r\n\r\n{new string('x', 100_000)}"));
        process.Await(() => Directory.Exists(_folder["data"])
            && Directory.EnumerateFiles(_folder["data"], "*", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 0));
        process.Interrupt(signal);
        AssertNoTrace(process);
        Assert.NotEmpty(Directory.EnumerateFiles(_folder["data"], "*", SearchOption.AllDirectories));
    }

    private KillableRunner Evaluate(string stage)
    {
        Assert.Equal(0, Cli.Run(
            "train", nameof(StuckModel), "--out", _folder["run"], "--max-steps", "2", "--threads", "1", "--device", "cpu", "--cache",
            _folder["cache"]).Code);
        return Stuck(
            stage, "eval", _folder["run"], "--batch-size", "1", "--threads", "1", "--device", "cpu", "--cache", _folder["cache"]);
    }

    private KillableRunner Stuck(string stage, params string[] command) =>
        KillableRunner.StartStuck(stage, _folder[$"stuck-{stage}"], command);

    private static void AssertNoTrace(KillableRunner process) => Assert.DoesNotContain("   at ", process.Errors + process.Output);
}
