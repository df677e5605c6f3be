using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Serving;

/// <summary>The endpoints of a served model.</summary>
public static class ServingEndpoints
{
    /// <summary>
    /// Adds <c>POST /predict</c> or <c>POST /generate</c>, <c>GET /health</c> and <c>GET /</c>, which says what there is. When the program
    /// stops, requests that are worked on end, and new ones get status 503.
    /// </summary>
    /// <param name="endpoints">The program's endpoints, or a group of them.</param>
    /// <param name="model">The model; it must live as long as the program serves.</param>
    /// <param name="limits">What is taken from clients; null: the defaults.</param>
    /// <returns>All of the endpoints, for conventions such as authorization.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    public static IEndpointConventionBuilder MapServedModel(
        this IEndpointRouteBuilder endpoints, ServedModel model, ServingLimits? limits = null)
    {
        limits ??= new ServingLimits();
        var gate = new ServingGate(limits.MaxConcurrency);
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(() => gate.Stop());
        return Map(endpoints, model, limits, gate);
    }

    /// <summary>Adds the endpoints; the caller stops the gate.</summary>
    internal static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, ServedModel model, ServingLimits limits, ServingGate gate)
    {
        limits.Validate();
        var log = endpoints.ServiceProvider.GetService<ILoggerFactory>()?.CreateLogger(typeof(ServingEndpoints));
        var group = endpoints.MapGroup("");
        Route("/predict", new PredictEndpoint(model, limits).HandleAsync);
        Route("/generate", new GenerateEndpoint(model, limits).HandleAsync);
        group.MapGet("/health", () => gate.IsStopping
            ? Results.Json(new { Status = "stopping", gate.Running }, ServingJson.Options, statusCode: 503)
            : Results.Json(new { Status = "ready", gate.Running }, ServingJson.Options));
        group.MapGet("/", () => Results.Json(DescriptionOf(model, limits), ServingJson.Options));
        return group;

        void Route(string path, RequestDelegate handle)
        {
            RequestDelegate guarded = context => Guard(context, handle, gate, log);
            group.MapPost(path, guarded);
        }
    }

    private static async Task Guard(HttpContext context, RequestDelegate handle, ServingGate gate, ILogger? log)
    {
        try
        {
            gate.Enter();
            try
            {
                await handle(context);
            }
            finally
            {
                gate.Leave();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody reads an answer.
        }
        catch (RequestException problem)
        {
            await Refuse(context, problem.Status, problem.Message);
        }
        catch (BadHttpRequestException problem)
        {
            await Refuse(context, problem.StatusCode, problem.Message);
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            log?.LogError(problem, "A request failed.");
            await Refuse(context, 500, $"The model failed: {problem.Message}");
        }
    }

    private static Task Refuse(HttpContext context, int status, string detail)
    {
        if (status is 429 or 503)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    private static object DescriptionOf(ServedModel model, ServingLimits limits) => new
    {
        Model = model.Architecture.Name,
        model.Architecture.Head.Kind,
        Endpoint = model.IsLanguageModel ? "POST /generate" : "POST /predict",
        Fields = model.Predictor is { } predictor ? FieldsOf(predictor.Input) : GenerateEndpoint.Fields,
        model.Predictor?.Labels,
        Inputs = model.Predictor?.Columns?.Select(column => column.Name),
        model.Predictor?.Outputs,
        Limits = limits with { MaxLength = limits.MaxLength ?? model.MaxLength },
    };

    private static string[] FieldsOf(PredictionInput input)
    {
        var (one, several) = PredictEndpoint.FieldsOf(input);
        return [.. one, several];
    }
}
