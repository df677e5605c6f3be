using System.Net;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Serving;
using SerpentDsl.Tasks.Predictions;
using SerpentDsl.Testing;
using static SerpentDsl.Experiments.Tests.Serving.ServerRequests;

namespace SerpentDsl.Experiments.Tests.Serving;

/// <summary>The predictions of a server in this process, asked over real HTTP.</summary>
public sealed class PredictEndpointTests : IDisposable
{
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
}
