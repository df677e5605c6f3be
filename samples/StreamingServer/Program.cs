// A web server that streams what a causal model writes, with a state for each session:
//   dotnet run -c Release --project samples/StreamingServer -- --urls http://127.0.0.1:5080 [--weights FILE] [--steps 150]
//   curl -X POST http://127.0.0.1:5080/sessions                                                                 the session's id
//   curl -N --data 'The snake' 'http://127.0.0.1:5080/sessions/ID?tokens=100&temperature=0.5'                   text, as it is written
//   curl -X DELETE http://127.0.0.1:5080/sessions/ID
// FILE has the weights of a trained Writer (ModuleState.Save). Without one the server first learns a few lines.
using System.Collections.Concurrent;
using Samples;
using SerpentDsl.Io;
using static TorchSharp.torch;

const int MaxSessions = 100;
const int MaxPrompt = 10_000;

var builder = WebApplication.CreateSlimBuilder(args);
manual_seed(1);
using var model = new Writer();
if (builder.Configuration["weights"] is { } weights)
{
    ModuleState.Load(model, weights);
    model.eval();
}
else
{
    WriterTraining.Train(model, builder.Configuration.GetValue("steps", 150));
}

var sessions = new ConcurrentDictionary<string, Session>();
var app = builder.Build();

app.MapPost("/sessions", () =>
{
    if (sessions.Count >= MaxSessions)
    {
        return Results.Text($"There are {MaxSessions} sessions already: delete one.", statusCode: 503);
    }

    var id = Guid.NewGuid().ToString("N");
    sessions[id] = new Session(model);
    return Results.Text(id);
});

// The body is the next piece of the text. The answer continues it; the next request goes on from there.
app.MapPost("/sessions/{id}", async (string id, HttpContext context, int tokens = 64, double temperature = 0.7) =>
{
    using var body = new MemoryStream();
    await context.Request.Body.CopyToAsync(body, context.RequestAborted);
    if (body.Length is 0 or > MaxPrompt || tokens is < 1 or > 10_000 || !(temperature > 0))
    {
        context.Response.StatusCode = 400;
        await context.Response.WriteAsync($"A text of 1 to {MaxPrompt} bytes, 1 to 10000 tokens and a temperature above 0 are needed.");
        return;
    }

    if (!sessions.TryGetValue(id, out var session))
    {
        context.Response.StatusCode = 404;
        return;
    }

    await session.Gate.WaitAsync(context.RequestAborted);
    try
    {
        if (!sessions.ContainsKey(id))                                           // deleted while this request waited
        {
            context.Response.StatusCode = 404;
            return;
        }

        session.Read(body.ToArray());
        context.Response.ContentType = "text/plain; charset=utf-8";
        for (var i = 0; i < tokens; i++)
        {
            // Flushed at once, so that the reader sees every byte when it is written.
            await context.Response.Body.WriteAsync(new[] { session.Next(temperature) }, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
    finally
    {
        session.Gate.Release();
    }
});

app.MapDelete("/sessions/{id}", async (string id) =>
{
    if (!sessions.TryRemove(id, out var session))
    {
        return Results.NotFound();
    }

    await session.Gate.WaitAsync();                                              // until a request that is still writing has ended
    session.Dispose();
    session.Gate.Release();
    return Results.NoContent();
});

app.Run();
