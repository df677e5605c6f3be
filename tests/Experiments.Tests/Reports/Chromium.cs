using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>
/// A headless Chromium, driven over its DevTools protocol. The few commands that these tests need do not weigh up the 800 MB of a browser
/// driver's package.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _awaited = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Process _process;
    private Task _reading = Task.CompletedTask;
    private int _commands;

    private Chromium(string path) => _process = Process.Start(new ProcessStartInfo(
        path,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-extensions", "--no-first-run",
            "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}", "about:blank",
        ])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,

        // The allocator that training runs with is not for browsers.
        Environment = { ["LD_PRELOAD"] = "" },
    })!;

    /// <summary>The browser of this machine; null if there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Told every event: its method, and its parameters.</summary>
    public event Action<string, JsonObject>? Happened;

    /// <summary>Starts the browser.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var browser = new Chromium(Path!);
        browser._process.ErrorDataReceived += (_, _) => { };
        browser._process.OutputDataReceived += (_, _) => { };
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        var places = browser._profile["DevToolsActivePort"];
        string[] lines = [];
        await Until(() => File.Exists(places) && (lines = File.ReadAllLines(places)).Length == 2);
        await browser._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), CancellationToken.None);
        browser._reading = browser.Read();
        return browser;
    }

    /// <summary>Opens a file in a new page and waits until it is loaded and its script, if it has one, has drawn its curves.</summary>
    public async Task<ChromiumPage> OpenAsync(string file, int width, int height, bool dark)
    {
        var target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var session = await SendAsync(
            "Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        var page = new ChromiumPage(this, (string)session["sessionId"]!);
        await page.OpenAsync(file, width, height, dark);
        const string IsDrawn = "document.readyState === 'complete' && location.protocol === 'file:' && "
            + "(document.documentElement.dataset.ready !== undefined || document.scripts.length === 0)";
        await Until(async () => (bool)(await page.EvaluateAsync(IsDrawn))!);
        return page;
    }

    /// <summary>Carries out a command.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="session">The page's session; null: for the browser.</param>
    public async Task<JsonObject> SendAsync(string method, JsonObject parameters, string? session = null)
    {
        var id = Interlocked.Increment(ref _commands);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            command["sessionId"] = session;
        }

        var answer = _awaited[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(
                Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(s_patience);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _socket.Dispose();
        _process.Dispose();
        _sending.Dispose();

        // Helpers that the kill reached last may still be leaving their files.
        await Until(() =>
        {
            try
            {
                _profile.Dispose();
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                throw new TimeoutException("The browser does not get there.");
            }

            await Task.Delay(20);
        }
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable("SERPENT_CHROMIUM") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
                .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }.Select(
                    name => System.IO.Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);

    private async Task Read()
    {
        var buffer = new byte[1 << 16];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                {
                    continue;
                }

                var received = JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!.AsObject();
                message.SetLength(0);
                Take(received);
            }
        }
        catch (WebSocketException)
        {
            // The browser was ended.
        }
    }

    private void Take(JsonObject received)
    {
        if ((int?)received["id"] is not { } id)
        {
            Happened?.Invoke((string)received["method"]!, received["params"]!.AsObject());
        }
        else if (_awaited.TryRemove(id, out var answer))
        {
            if (received["error"] is { } error)
            {
                answer.SetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                answer.SetResult(received["result"]!.AsObject());
            }
        }
    }
}
