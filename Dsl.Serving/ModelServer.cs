using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SerpentDsl.Serving;

/// <summary>A web server with the endpoints of one model and nothing else.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServingGate _gate;

    private ModelServer(WebApplication app, ServingGate gate)
    {
        (_app, _gate) = (app, gate);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="model">The model; stays the caller's, and must live longer than the server.</param>
    /// <param name="host">The address to listen on; null: all addresses of the machine.</param>
    /// <param name="port">The port; 0: a free one.</param>
    /// <param name="limits">What is taken from clients; null: the defaults.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="IOException">The port is in use, or the address is not one of this machine.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    public static async Task<ModelServer> StartAsync(
        ServedModel model, IPAddress? host, int port, ServingLimits? limits = null, CancellationToken cancellation = default)
    {
        // Neither settings files nor environment variables: what is served is what the caller says.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (host is null)
            {
                kestrel.ListenAnyIP(port);
            }
            else
            {
                kestrel.Listen(host, port);
            }
        });
        builder.Services.AddRoutingCore();

        // The caller handles Ctrl-C and SIGTERM.
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        var app = builder.Build();
        limits ??= new ServingLimits();
        var gate = new ServingGate(limits.MaxConcurrency);
        ServingEndpoints.Map(app, model, limits, gate);
        app.MapFallback(context => Results
            .Problem($"There is no {context.Request.Method} {context.Request.Path}; GET / says what there is.", statusCode: 404)
            .ExecuteAsync(context));
        try
        {
            await app.StartAsync(cancellation);
            return new ModelServer(app, gate);
        }
        catch (Exception problem)
        {
            await app.DisposeAsync();
            throw problem.GetBaseException() is AddressInUseException or System.Net.Sockets.SocketException
                ? new IOException($"Port {port} of {host?.ToString() ?? "this machine"} cannot be listened on: "
                    + $"{problem.GetBaseException().Message.TrimEnd('.')}. Name another, or 0 for a free one.", problem)
                : problem;
        }
    }

    /// <summary>Stops: new requests get status 503, those that are worked on end.</summary>
    /// <param name="patience">How long requests may take to end; afterwards they are broken off.</param>
    /// <returns>Whether all requests have ended by themselves.</returns>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        var idle = _gate.Stop();
        var hasEnded = await Task.WhenAny(idle, Task.Delay(patience)) == idle;
        using var now = new CancellationTokenSource(hasEnded ? patience : TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        return hasEnded;
    }

    /// <summary>Closes the server; requests that are worked on are broken off.</summary>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Leaves signals to the caller.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
