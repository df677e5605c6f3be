using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SerpentDsl.Generation;

namespace SerpentDsl.Serving;

/// <summary><c>POST /generate</c>: continues a prompt, at once or as server-sent events.</summary>
/// <param name="model">The model.</param>
/// <param name="limits">What is taken from clients.</param>
internal sealed class GenerateEndpoint(ServedModel model, ServingLimits limits)
{
    /// <summary>The fields of a request.</summary>
    public static readonly string[] Fields =
        ["prompt", "tokens", "temperature", "topK", "topP", "repetitionPenalty", "stop", "seed", "stream"];

    private const int DefaultTokens = 200;

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!model.IsLanguageModel)
        {
            throw new RequestException(404, $"{model.Architecture.Name} predicts: send rows to POST /predict.");
        }

        var fields = await RequestFields.ReadAsync(context.Request, limits.MaxBodyBytes, Fields);
        var prompt = fields.Text("prompt") ?? throw new RequestException(400, "'prompt' is missing.");
        var pieces = Begin(prompt, OptionsOf(fields), context.RequestAborted);
        if (fields.Flag("stream") == true)
        {
            await Stream(pieces, context);
            return;
        }

        var text = new StringBuilder();
        TextPiece last = default;
        await foreach (var piece in pieces)
        {
            text.Append(piece.Text);
            last = piece;
        }

        await context.Response.WriteAsJsonAsync(
            new { Text = text.ToString(), last.Tokens, last.Finish }, ServingJson.Options, context.RequestAborted);
    }

    private IAsyncEnumerable<TextPiece> Begin(string prompt, GenerationOptions options, CancellationToken cancellation)
    {
        try
        {
            var most = limits.MaxLength ?? model.MaxLength;
            var length = model.Encode(prompt).Length;
            return length <= most
                ? model.GenerateAsync(prompt, options, cancellation)
                : throw new RequestException(413, $"The prompt has {length:N0} tokens; at most {most:N0} are taken.");
        }
        catch (ArgumentException problem)
        {
            throw new RequestException(400, problem.Message.Split(" (Parameter")[0]);
        }
    }

    private GenerationOptions OptionsOf(RequestFields fields)
    {
        var tokens = fields.Whole("tokens") ?? Math.Min(DefaultTokens, limits.MaxTokens);
        if (tokens < 1 || tokens > limits.MaxTokens)
        {
            throw new RequestException(400, $"'tokens' is {tokens}; it must be from 1 to {limits.MaxTokens}.");
        }

        var usual = new SamplingOptions();
        return new GenerationOptions
        {
            Tokens = tokens,
            Stops = fields.Texts("stop") ?? [],
            Sampling = new SamplingOptions
            {
                Temperature = fields.Number("temperature") ?? usual.Temperature,
                TopK = fields.Whole("topK") ?? usual.TopK,
                TopP = fields.Number("topP") ?? usual.TopP,
                RepetitionPenalty = fields.Number("repetitionPenalty") ?? usual.RepetitionPenalty,
                Seed = fields.Whole("seed") ?? Random.Shared.NextInt64(),
            },
        };
    }

    private static async Task Stream(IAsyncEnumerable<TextPiece> pieces, HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";

        // Sent before the first token, which may have to wait for its turn: the client sees that its request was taken.
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await SseFormatter.WriteAsync(Events(pieces, context.RequestAborted), context.Response.Body, context.RequestAborted);
    }

    /// <summary>One event for each piece, and one at the end; what goes wrong after the head was sent is an event as well.</summary>
    private static async IAsyncEnumerable<SseItem<string>> Events(
        IAsyncEnumerable<TextPiece> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = pieces.GetAsyncEnumerator(cancellation);
        await using var owned = reader.ConfigureAwait(false);
        while (true)
        {
            string? problem = null;
            var hasNext = false;
            try
            {
                hasNext = await reader.MoveNextAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                problem = failure.Message;
            }

            if (problem is not null)
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(new { Detail = problem }, ServingJson.Options), "error");
            }

            if (!hasNext)
            {
                yield break;
            }

            var piece = reader.Current;
            if (piece.Text.Length > 0)
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(new { piece.Text }, ServingJson.Options));
            }

            if (piece.Finish is not null)
            {
                yield return new SseItem<string>(
                    JsonSerializer.Serialize(new { piece.Tokens, piece.Finish }, ServingJson.Options), "done");
            }
        }
    }
}
