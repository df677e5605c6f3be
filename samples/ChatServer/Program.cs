// A chat over HTTP: the client sends the conversation, the answer comes as server-sent events while it is written.
//   dotnet run -c Release --project samples/ChatServer -- --urls http://127.0.0.1:5080 [--run FOLDER] [--steps 150]
//   curl -N -H 'Content-Type: application/json' --data '{"messages":[{"role":"user","content":"hello"}]}' http://127.0.0.1:5080/chat
// FOLDER is the folder of a run of Talker. If it does not exist, the sample first trains a model and keeps it there.
// Below /model are the endpoints that 'serpent serve' has: POST /model/generate, GET /model/health, GET /model.
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Samples;
using SerpentDsl.Generation;
using SerpentDsl.Serving;

var builder = WebApplication.CreateSlimBuilder(args);
var folder = builder.Configuration["run"] ?? Path.Combine(Path.GetTempPath(), "serpent-talker");
if (!Directory.Exists(folder))
{
    TalkerTraining.Train(folder, builder.Configuration.GetValue("steps", 150));
}

using var model = ServedModel.Load<Talker>(folder);
var app = builder.Build();
app.MapGroup("/model").MapServedModel(model);
app.MapPost("/chat", (Conversation conversation, CancellationToken cancellation) => conversation is { Messages: [.., { Role: "user" }] }
    ? Results.ServerSentEvents(Answer(conversation, cancellation))
    : Results.Problem("The last message must be the user's.", statusCode: 400));
app.Run();

// Cancelled when the client leaves; other conversations go on meanwhile, a token at a time.
async IAsyncEnumerable<SseItem<string>> Answer(Conversation conversation, [EnumeratorCancellation] CancellationToken cancellation)
{
    var options = new GenerationOptions
    {
        Tokens = 200,
        Stops = [Conversation.Person],
        Sampling = new SamplingOptions { Temperature = 0.5, Seed = Random.Shared.NextInt64() },
    };
    await foreach (var piece in model.GenerateAsync(conversation.ToPrompt(), options, cancellation))
    {
        yield return new SseItem<string>(piece.Text, piece.Finish is null ? null : "done");
    }
}
