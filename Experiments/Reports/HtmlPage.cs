using System.Net;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Reports;

/// <summary>A web page in one file with its own style, light or dark as the reader's system is set.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root {
          color-scheme: light dark;
          --paper: #fbfbf9; --card: #ffffff; --ink: #1c2429; --muted: #66727a; --rule: #e1e5e7; --faint: #f0f2f3;
          --low: #c9d6d8; --high: #0b7a75; --point: #c2410c; --window: #8795a0;
          --s0: #0b7a75; --s1: #c2410c; --s2: #4f46b8; --s3: #a16207; --s4: #be185d; --s5: #3f6212; --s6: #0369a1; --s7: #57534e;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --paper: #12171a; --card: #192024; --ink: #e4eaec; --muted: #93a1a9; --rule: #2c363c; --faint: #20282d;
            --low: #34464b; --high: #3fc1b6; --point: #fb8c4b; --window: #74848e;
            --s0: #3fc1b6; --s1: #fb8c4b; --s2: #a5a0f5; --s3: #e3b341; --s4: #f472b6; --s5: #a3d05b; --s6: #5cc0f5; --s7: #b8b0a8;
          }
        }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
        h1 { font-size: 26px; line-height: 1.2; margin: 0 0 6px; font-weight: 650; letter-spacing: -0.01em; }
        h2 { font-size: 17px; margin: 0; font-weight: 600; }
        p { margin: 8px 0; max-width: 74ch; }
        .muted { color: var(--muted); }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 18px 20px; margin: 22px 0;
          overflow-x: auto; }
        svg { display: block; height: auto; }
        svg text { fill: var(--ink); font: 12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        svg .muted, .muted svg text { fill: var(--muted); }
        code, svg .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th { color: var(--muted); font-weight: 500; text-align: right; padding: 4px 14px 6px 0; border-bottom: 1px solid var(--rule); }
        td { text-align: right; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--faint); white-space: nowrap; }
        th:first-child, td:first-child, .left { text-align: left; }
        """;

    /// <summary>Writes a page.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="title">The page's title, as plain text.</param>
    /// <param name="body">The page's content, as HTML.</param>
    /// <param name="style">Additional CSS rules.</param>
    /// <param name="head">Additional elements of the page's head.</param>
    public static void Write(string path, string title, string body, string style = "", string head = "")
    {
        var page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            {head}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(title)}</title>
            <style>
            {Style}
            {style}
            </style>
            </head>
            <body>
            <main>
            {body}
            </main>
            </body>
            </html>

            """;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>Escapes text for HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
