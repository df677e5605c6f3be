using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Serving;
using SerpentDsl.Tasks.Predictions;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Serving;

/// <summary>A server in this process, asked over real HTTP.</summary>
public sealed class ServerTests : IDisposable
{
    /// <summary>Only a server that hangs takes so long, on a loaded machine too.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_is_answered_as_the_predictor_answers_it()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        using var model = ServedModel.Load<TinyReviews>(run);
        using var predictor = Predictor.Load<TinyReviews>(run);
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0);
        using var client = ClientOf(server);
        var expected = predictor.Predict("a fine film");
        var one = await Ask(client, "/predict", """{ "text": "a fine film" }""");
        Assert.Equal((expected.Label, expected.Probability), ((string?)one["label"], (double)one["probability"]!));
        Assert.Equal(3, one["probabilities"]!.AsObject().Count);

        var two = await Ask(client, "/predict", """{ "texts": ["zzz", "a fine film"], "top": 1 }""");
        Assert.Equal(2, two["predictions"]!.AsArray().Count);
        Assert.Equal(expected.Label, (string?)two["predictions"]![1]!["label"]);
        Assert.Single(two["predictions"]![1]!["probabilities"]!.AsObject());

        var about = JsonNode.Parse(await client.GetStringAsync("/"))!;
        Assert.Equal(("TinyReviews", "POST /predict"), ((string?)about["model"], (string?)about["endpoint"]));
        Assert.Equal(["bad", "fair", "good"], about["labels"]!.AsArray().Select(label => (string?)label));
        Assert.Equal("ready", (string?)JsonNode.Parse(await client.GetStringAsync("/health"))!["status"]);
    }

    [Fact]
    public async Task Pairs_and_series_are_answered()
    {
        using var answers = ServedModel.Load<TinyAnswers>(SavedRun.Answers(_folder["answers"]));
        using var gauge = ServedModel.Load<TinyGauge>(SavedRun.Gauge(_folder["gauge"]));
        await using var pairServer = await ModelServer.StartAsync(answers, IPAddress.Loopback, 0);
        await using var seriesServer = await ModelServer.StartAsync(gauge, IPAddress.Loopback, 0);
        using HttpClient pairs = ClientOf(pairServer), series = ClientOf(seriesServer);
        var one = await Ask(pairs, "/predict", """{ "first": "why?", "second": "because" }""");
        var two = await Ask(pairs, "/predict", """{ "pairs": [["a", "b"], ["why?", "because"]] }""");
        Assert.Equal((double)one["probability"]!, (double)two["predictions"]![1]!["probability"]!, 5);

        var level = await Ask(series, "/predict", """{ "series": [[12, -1], [8, 0]] }""");
        var levels = await Ask(series, "/predict", """{ "manySeries": [[[1, 1]], [[12, -1], [8, 0]]] }""");
        Assert.Equal((double)level["values"]!["level"]!, (double)levels["predictions"]![1]!["values"]!["level"]!, 4);
        await Refused(series, "/predict", """{ "series": [[12, -1], [8]] }""", 400, "'series' at position 2 must be an array of 2 numbers");
        await Refused(pairs, "/predict", """{ "first": "why?" }""", 400, "'second' is missing");
        await Refused(pairs, "/predict", """{ "pairs": [["why?"]] }""", 400, "'pairs[0]' must be an array of two texts");
    }

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
        var holding = model.Thread.Run(() => held.Wait(s_patience), CancellationToken.None);
        using var running = await Send(client, "/generate", """{ "prompt": "a", "tokens": 20, "stream": true }""");
        var stopping = server.StopAsync(s_patience);
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

    [Theory]
    [InlineData("", 400, "not valid JSON")]
    [InlineData("{ \"text\": ", 400, "not valid JSON")]
    [InlineData("[\"a\"]", 400, "is no JSON object")]
    [InlineData("{}", 400, "must have 'text', or 'texts'")]
    [InlineData("{ \"text\": \"a\", \"texts\": [\"a\"] }", 400, "must have 'text', or 'texts'")]
    [InlineData("{ \"text\": \"a\", \"text\": \"b\" }", 400, "not valid JSON")]
    [InlineData("{ \"tekst\": \"a\" }", 400, "no field 'tekst'")]
    [InlineData("{ \"text\": 7 }", 400, "'text' must be a text")]
    [InlineData("{ \"text\": null }", 400, "must have 'text'")]
    [InlineData("{ \"text\": \"\" }", 400, "text is empty")]
    [InlineData("{ \"text\": \"\\ud800\" }", 400, "'text' must be valid Unicode")]
    [InlineData("{ \"texts\": [] }", 400, "'texts' is empty")]
    [InlineData("{ \"texts\": [\"a\", 1] }", 400, "'texts[1]' must be a text")]
    [InlineData("{ \"texts\": [\"a\", \" \"] }", 400, "Row 2: The text is empty")]
    [InlineData("{ \"texts\": [\"a\", \"b\", \"c\", \"d\"] }", 413, "has 4 rows; at most 3")]
    [InlineData("{ \"text\": \"a\", \"top\": 0 }", 400, "'top' is 0")]
    [InlineData("{ \"text\": \"a\", \"top\": 1.5 }", 400, "'top' must be a whole number")]
    [InlineData("{ \"text\": \"0123456789\" }", 413, "has 11 tokens; at most 10")]
    [InlineData("{ \"text\": \"0123456789012345678901234567890123456789012345678901234567890123456789\" }", 413, "longer than 80 bytes")]
    [InlineData("{ \"text\": [[[[[[[[[[\"a\"]]]]]]]]]] }", 400, "not valid JSON")]
    public async Task A_bad_body_is_refused_in_one_sentence(string body, int status, string detail)
    {
        using var model = ServedModel.Load<TinyReviews>(SavedRun.Reviews(_folder["run"]));
        var limits = new ServingLimits { MaxLength = 10, MaxRows = 3, MaxBodyBytes = 80 };
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0, limits);
        using var client = ClientOf(server);
        using var answer = await Refused(client, "/predict", body, status, detail);
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

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var model = ServedModel.Load<TinyReviews>(SavedRun.Reviews(_folder["run"]));
        await using var server = await ModelServer.StartAsync(model, IPAddress.Loopback, 0);
        var problem = await Assert.ThrowsAsync<IOException>(
            () => ModelServer.StartAsync(model, IPAddress.Loopback, server.Address.Port));
        Assert.Contains($"Port {server.Address.Port} of 127.0.0.1 cannot be listened on", problem.Message);
    }

    private static HttpClient ClientOf(ModelServer server) => new() { BaseAddress = server.Address, Timeout = s_patience };

    /// <summary>Number of tensors of the model's thread.</summary>
    private static Task<long> TensorsOf(ServedModel model) => model.Thread.Run(() => LeakCheck.LiveTensors, CancellationToken.None);

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<JsonNode> Ask(HttpClient client, string path, string body)
    {
        using var answer = await Send(client, path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<HttpResponseMessage> Refused(HttpClient client, string path, string body, int status, string detail)
    {
        var answer = await Send(client, path, body);
        await CheckProblem(answer, status, detail);
        return answer;
    }

    private static async Task CheckProblem(HttpResponseMessage answer, int status, string detail)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((status, status), ((int)answer.StatusCode, (int)problem["status"]!));
        Assert.Contains(detail, (string?)problem["detail"]);
        Assert.DoesNotContain('\n', (string)problem["detail"]!);
    }

    private static async Task<List<SseItem<string>>> Events(HttpResponseMessage answer)
    {
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add(item);
        }

        return events;
    }
}
