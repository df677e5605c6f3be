using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Serving;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Serving;

/// <summary>Requests to a server in this process, and what its answers must be like.</summary>
internal static class ServerRequests
{
    /// <summary>Only a server that hangs takes so long, on a loaded machine too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static HttpClient ClientOf(ModelServer server) => new() { BaseAddress = server.Address, Timeout = Patience };

    /// <summary>Number of tensors of the model's thread.</summary>
    public static Task<long> TensorsOf(ServedModel model) => model.Thread.Run(() => LeakCheck.LiveTensors, CancellationToken.None);

    public static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public static async Task<HttpResponseMessage> Send(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<JsonNode> Ask(HttpClient client, string path, string body)
    {
        using var answer = await Send(client, path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static async Task<HttpResponseMessage> Refused(HttpClient client, string path, string body, int status, string detail)
    {
        var answer = await Send(client, path, body);
        await CheckProblem(answer, status, detail);
        return answer;
    }

    public static async Task CheckProblem(HttpResponseMessage answer, int status, string detail)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((status, status), ((int)answer.StatusCode, (int)problem["status"]!));
        Assert.Contains(detail, (string?)problem["detail"]);
        Assert.DoesNotContain('\n', (string)problem["detail"]!);
    }

    public static async Task<List<SseItem<string>>> Events(HttpResponseMessage answer)
    {
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add(item);
        }

        return events;
    }
}
