using System.Text.Json.Nodes;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>A page in <see cref="Chromium"/>, with what went wrong in it and what it asked the network for.</summary>
internal sealed class ChromiumPage
{
    private readonly Chromium _browser;
    private readonly string _session;

    public ChromiumPage(Chromium browser, string session)
    {
        _browser = browser;
        _session = session;
        browser.Happened += (method, parameters) =>
        {
            switch (method)
            {
                case "Runtime.exceptionThrown":
                case "Log.entryAdded" when (string)parameters["entry"]!["level"]! is "error" or "warning":
                case "Runtime.consoleAPICalled" when (string)parameters["type"]! is "error" or "warning" or "assert":
                    Problems.Add(parameters.ToJsonString());
                    break;
                case "Network.requestWillBeSent":
                    Requests.Add((string)parameters["request"]!["url"]!);
                    break;
            }
        };
    }

    /// <summary>Errors and warnings of the console.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Addresses that were asked for, the page itself included.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Opens a file.</summary>
    public async Task OpenAsync(string file, int width, int height, bool dark)
    {
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await Send($"{domain}.enable", []);
        }

        await Send(
            "Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await Send("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
        await Send("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await Send(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } problem
            ? throw new InvalidOperationException(problem.ToJsonString())
            : answer["result"]!["value"];
    }

    /// <summary>Moves the mouse to a place within an element.</summary>
    /// <param name="selector">The element.</param>
    /// <param name="share">How far from its left side to its right one.</param>
    public async Task HoverAsync(string selector, double share)
    {
        var box = (await EvaluateAsync($"(() => {{ const e = document.querySelector('{selector}'); e.scrollIntoView({{ block: "
            + $"'center' }}); const b = e.getBoundingClientRect(); return {{ x: b.x, y: b.y, width: b.width, height: b.height }}; }})()"))!;
        await Send("Input.dispatchMouseEvent", new JsonObject
        {
            ["type"] = "mouseMoved",
            ["x"] = (double)box["x"]! + (share * (double)box["width"]!),
            ["y"] = (double)box["y"]! + ((double)box["height"]! / 2),
        });
        await Painted();
    }

    /// <summary>Clicks an element.</summary>
    public async Task ClickAsync(string selector)
    {
        await EvaluateAsync($"document.querySelector('{selector}').click()");
        await Painted();
    }

    /// <summary>A picture of the whole page, as a PNG.</summary>
    public async Task<byte[]> ScreenshotAsync()
    {
        var answer = await Send("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true });
        return Convert.FromBase64String((string)answer["data"]!);
    }

    /// <summary>The page as it is printed, as a PDF.</summary>
    public async Task<byte[]> PrintAsync()
    {
        var answer = await Send("Page.printToPDF", new JsonObject { ["printBackground"] = true });
        return Convert.FromBase64String((string)answer["data"]!);
    }

    /// <summary>Waits until what a script changed was painted.</summary>
    private Task Painted() => EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");

    private Task<JsonObject> Send(string method, JsonObject parameters) => _browser.SendAsync(method, parameters, _session);
}
