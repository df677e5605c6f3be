using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Serving;
using SerpentDsl.Testing;
using static SerpentDsl.Experiments.Tests.Serving.ServerRequests;

namespace SerpentDsl.Experiments.Tests.Serving;

/// <summary>The texts of a server in this process, asked over real HTTP.</summary>
public sealed class GenerateEndpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_is_the_same_at_once_and_streamed()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0);
        using var client = ClientOf(server);
        var whole = await Ask(client, "/generate", """{ "prompt": "a", "tokens": 40, "seed": 3 }""");
        Assert.Equal((40, "length"), ((int)whole["tokens"]!, (string?)whole["finish"]));

        using var answer = await Send(client, "/generate", """{ "prompt": "a", "tokens": 40, "seed": 3, "stream": true }""");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Null(answer.Content.Headers.ContentLength);
        var events = await Events(answer);
        var text = string.Concat(events.SkipLast(1).Select(item => (string?)JsonNode.Parse(item.Data)!["text"]));
        Assert.Equal((string?)whole["text"], text);
        Assert.True(events.Count > 10);
        Assert.Equal("done", events[^1].EventType);
        Assert.Equal(40, (int)JsonNode.Parse(events[^1].Data)!["tokens"]!);

        var stop = text[7];
        var cut = await Ask(
            client,
            "/generate",
            new JsonObject { ["prompt"] = "a", ["tokens"] = 40, ["seed"] = 3, ["stop"] = new JsonArray($"{stop}") }.ToJsonString());
        Assert.Equal((text[..text.IndexOf(stop)], "stop"), ((string?)cut["text"], (string?)cut["finish"]));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_text()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        var limits = new ServingLimits { MaxTokens = int.MaxValue };
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0, limits);
        using var client = ClientOf(server);
        var before = await TensorsOf(model);
        using (var answer = await Send(client, "/generate", """{ "prompt": "a", "tokens": 2000000000, "stream": true }"""))
        {
            await using var stream = await answer.Content.ReadAsStreamAsync();
            Assert.NotEqual(-1, stream.ReadByte());
            Assert.Equal(1, (int)JsonNode.Parse(await client.GetStringAsync("/health"))!["running"]!);
        }

        await Until(async () => (int)JsonNode.Parse(await client.GetStringAsync("/health"))!["running"]! == 0);
        Assert.Equal(before, await TensorsOf(model));
    }

    [Fact]
    public async Task Bad_options_of_a_text_are_refused_in_one_sentence()
    {
        using var model = ServedModel.Load<TinyWriter>(SavedRun.Writer(_folder["run"]));
        var limits = new ServingLimits { MaxLength = 4, MaxTokens = 10 };
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0, limits);
        using var client = ClientOf(server);
        foreach (var (body, status, detail) in new[]
        {
            ("{}", 400, "'prompt' is missing"),
            ("""{ "prompt": "" }""", 400, "has no tokens"),
            ("""{ "prompt": "abcde" }""", 413, "has 5 tokens; at most 4"),
            ("""{ "prompt": "a", "tokens": 11 }""", 400, "'tokens' is 11; it must be from 1 to 10"),
            ("""{ "prompt": "a", "tokens": 0 }""", 400, "'tokens' is 0"),
            ("""{ "prompt": "a", "temperature": -1 }""", 400, "Temperature is -1"),
            ("""{ "prompt": "a", "topP": 2 }""", 400, "TopP is 2"),
            ("""{ "prompt": "a", "topK": -2 }""", 400, "TopK is -2"),
            ("""{ "prompt": "a", "stop": "x" }""", 400, "'stop' must be an array of texts"),
            ("""{ "prompt": "a", "stop": [""] }""", 400, "stop is empty"),
            ("""{ "prompt": "a", "stream": "yes" }""", 400, "'stream' must be true or false"),
            ("""{ "prompt": "a", "max_tokens": 3 }""", 400, "no field 'max_tokens'; there are prompt, tokens"),
        })
        {
            using var answer = await Refused(client, "/generate", body, status, detail);
        }

        using (await Refused(client, "/predict", """{ "text": "a" }""", 404, "POST /generate"))
        using (await Refused(client, "/nothing", "{}", 404, "There is no POST /nothing"))
        {
        }

        using var form = await client.PostAsync(
            "/generate", new StringContent("prompt=a", Encoding.UTF8, "application/x-www-form-urlencoded"));
        await CheckProblem(form, 415, "must be JSON");
        using var read = await client.GetAsync("/generate");
        await CheckProblem(read, 404, "There is no GET /generate");
    }
}
