using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Samples;

/// <summary>The programs of <c>samples/</c>, which the build makes before these tests, run for a few steps.</summary>
public sealed partial class SampleTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> s_noVariables = new Dictionary<string, string>();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_training_loop_saves_weights_that_the_fine_tuning_loads()
    {
        var weights = _folder["majority.safetensors"];
        var training = Run("TrainingLoop", "3", weights);
        Assert.Contains("step 3: loss ", training, StringComparison.Ordinal);
        Assert.Contains($"saved {weights}", training, StringComparison.Ordinal);

        var tuning = Run("FineTuning", "2", weights, "--freeze");
        Assert.Contains($"loaded the backbone of {weights}", tuning, StringComparison.Ordinal);
        Assert.Contains("from the start   2 steps, loss ", tuning, StringComparison.Ordinal);
        Assert.Contains("frozen backbone  2 steps, loss ", tuning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fine_tuning_pretrains_where_no_weights_are_given() =>
        Assert.Contains("tuned backbone   1 steps, loss ", Run("FineTuning", "1"), StringComparison.Ordinal);

    [Fact]
    public void The_backend_of_its_own_passes_every_check_and_trains_and_streams()
    {
        var output = Run("OwnBackend", "2");
        Assert.Contains("Passed ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed", output, StringComparison.Ordinal);
        Assert.Contains("step 2: mean squared error ", output, StringComparison.Ordinal);
        Assert.Matches("differ from the whole sequence by at most [0-9.]+e-[4-9]", output);
    }

    [Fact]
    public async Task The_server_streams_what_continues_a_session()
    {
        using var server = ChildProcess.Start(
            "dotnet", _folder.Path, s_noVariables, Program("StreamingServer"), "--urls", "http://127.0.0.1:0", "--steps", "2");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressOf(server)) };
            var id = await (await client.PostAsync("/sessions", content: null)).Content.ReadAsStringAsync();
            foreach (var piece in (string[])["The snake", " and then"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/sessions/{id}?tokens=12");
                request.Content = new StringContent(piece);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Null(answer.Content.Headers.ContentLength);
                Assert.Equal(12, (await answer.Content.ReadAsByteArrayAsync()).Length);
            }

            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync($"/sessions/{id}", new StringContent(""))).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/sessions/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/sessions/{id}", new StringContent("The"))).StatusCode);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public void The_prediction_uses_the_folder_that_the_first_call_has_made()
    {
        var steps = new Dictionary<string, string> { ["SAMPLE_STEPS"] = "2" };
        foreach (var text in (string[])["what a lovely idea", "it rained all day"])
        {
            var (exitCode, output) = DotnetCommand.Run(_folder.Path, steps, Program("Prediction"), _folder["mood"], text, "so tired");
            Assert.True(exitCode == 0, output);
            Assert.Matches($@"^(glad|sad) \([0-9]+ %\): {text}\s+(glad|sad) \([0-9]+ %\): so tired\s*$", output);
        }

        Assert.True(File.Exists(Path.Combine(_folder["mood"], "labels.json")));
    }

    [Fact]
    public async Task The_chat_streams_an_answer_and_serves_the_model_beside_it()
    {
        using var server = ChildProcess.Start(
            "dotnet", _folder.Path, s_noVariables, Program("ChatServer"),
            "--urls", "http://127.0.0.1:0", "--steps", "2", "--run", _folder["talker"]);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressOf(server)) };
            using var answer = await Post(client, "/chat", """{ "messages": [{ "role": "user", "content": "hello" }] }""");
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("event: done", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var refused = await Post(client, "/chat", """{ "messages": [] }""");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            using var generated = await Post(client, "/model/generate", """{ "prompt": "you: ", "tokens": 3 }""");
            Assert.Contains("\"tokens\":3", await generated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("ready", await client.GetStringAsync("/model/health"), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private static string Program(string sample) =>
        RepositoryRoot.Combine("artifacts", "bin", sample, BuildFacts.Configuration.ToLowerInvariant(), $"{sample}.dll");

    private string Run(string sample, params string[] arguments)
    {
        var (exitCode, output) = DotnetCommand.Run(_folder.Path, s_noVariables, [Program(sample), .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>The address that a server has chosen, from what it prints.</summary>
    private static async Task<string> AddressOf(Process server)
    {
        List<string> printed = [];
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.Add(line);
            if (ListeningOn().Match(line) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        printed.Add(await server.StandardError.ReadToEndAsync());
        throw new InvalidOperationException($"The server ended: {string.Join('\n', printed)}");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningOn();
}
