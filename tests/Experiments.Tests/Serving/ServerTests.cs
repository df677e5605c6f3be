using System.Net;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Serving;
using SerpentDsl.Testing;
using static SerpentDsl.Experiments.Tests.Serving.ServerRequests;

namespace SerpentDsl.Experiments.Tests.Serving;

/// <summary>A server in this process under load, when it stops, and when it cannot start.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fifty_requests_at_once_are_answered_and_leave_no_tensors()
    {
        using var reviews = ServedModel.Load<TinyReviews>(SavedRun.Reviews(_folder["reviews"]));
        using var writer = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["writer"]));
        await using var predicts = await ModelServer.StartAsync(reviews, IPAddress.Loopback, 0);
        await using var writes = await ModelServer.StartAsync(writer, IPAddress.Loopback, 0);
        using HttpClient readers = ClientOf(predicts), writers = ClientOf(writes);
        var expected = (string?)(await Ask(readers, "/predict", """{ "text": "ab" }"""))["label"];
        var text = (string?)(await Ask(writers, "/generate", """{ "prompt": "ab", "tokens": 8, "seed": 1 }"""))["text"];
        var before = (await TensorsOf(reviews), await TensorsOf(writer));
        var labels = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Ask(readers, "/predict", """{ "text": "ab" }""")));
        var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => Ask(writers, "/generate", """{ "prompt": "ab", "tokens": 8, "seed": 1 }""")));
        Assert.All(labels, label => Assert.Equal(expected, (string?)label["label"]));
        Assert.All(texts, answer => Assert.Equal(text, (string?)answer["text"]));
        Assert.Equal(before, (await TensorsOf(reviews), await TensorsOf(writer)));
    }

    [Fact]
    public async Task Too_many_requests_are_refused_and_others_go_on()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        var limits = new ServingLimits { MaxConcurrency = 2, MaxTokens = int.MaxValue };
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0, limits);
        using var client = ClientOf(server);
        const string Endless = """{ "prompt": "a", "tokens": 2000000000, "stream": true }""";
        using (await Send(client, "/generate", Endless))
        using (await Send(client, "/generate", Endless))
        {
            using var third = await Refused(client, "/generate", Endless, 429, "works on 2 requests already");
            Assert.Equal("1", third.Headers.RetryAfter?.ToString());
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        }

        await Until(async () => (int)JsonNode.Parse(await client.GetStringAsync("/health"))!["running"]! == 0);
        Assert.Equal(5, (int)(await Ask(client, "/generate", """{ "prompt": "a", "tokens": 5 }"""))["tokens"]!);
    }

    [Fact]
    public async Task A_stop_lets_requests_end_and_refuses_new_ones()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0);
        using var client = ClientOf(server);

        // The model's thread is held, so that the request is still worked on when the server is told to stop.
        using var held = new ManualResetEventSlim();
        var holding = model.Thread.Run(() => held.Wait(Patience), CancellationToken.None);
        using var running = await Send(client, "/generate", """{ "prompt": "a", "tokens": 20, "stream": true }""");
        var stopping = server.StopAsync(Patience);
        using (await Refused(client, "/generate", """{ "prompt": "a" }""", 503, "is stopping"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).StatusCode);
        }

        Assert.False(stopping.IsCompleted);
        held.Set();
        Assert.True(await holding);
        Assert.Equal("done", (await Events(running))[^1].EventType);
        Assert.True(await stopping);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health"));
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_broken_off_when_patience_ends()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        var limits = new ServingLimits { MaxTokens = int.MaxValue };
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0, limits);
        using var client = ClientOf(server);
        using var endless = await Send(client, "/generate", """{ "prompt": "a", "tokens": 2000000000, "stream": true }""");
        Assert.False(await server.StopAsync(TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var model = ServedModel.Load<TinyReviews>(SavedRun.Reviews(_folder["run"]));
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0);
        var problem = await Assert.ThrowsAsync<IOException>(
            () => ModelServer.StartAsync(model, IPAddress.Loopback, server.Address.Port));
        Assert.Contains($"Port {server.Address.Port} of 127.0.0.1 cannot be listened on", problem.Message);
    }
}
