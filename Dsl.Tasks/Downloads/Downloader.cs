using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
namespace SerpentDsl.Tasks.Downloads;

/// <summary>
/// Downloads files over unreliable connections: continues where it stopped if the server supports it, retries with growing pauses, and
/// checks length and checksum. A file gets its final name only when it is complete and correct.
/// </summary>
internal sealed class Downloader : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const long ReportedBytes = 1 << 18;

    private readonly DownloadSettings _settings;
    private readonly IProgress<TaskProgress>? _progress;
    private readonly HttpClient _client;

    public Downloader(DownloadSettings settings, IProgress<TaskProgress>? progress)
    {
        _settings = settings;
        _progress = progress;

        // No time limit for the whole download, which may take hours; the time without new bytes is limited below. No decompression, so
        // that the bytes are those of the file.
        var handler = new SocketsHttpHandler { ConnectTimeout = settings.Silence, AutomaticDecompression = DecompressionMethods.None };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("serpent/0.1");
    }

    /// <summary>Downloads a file.</summary>
    /// <param name="location">Address of the file.</param>
    /// <param name="target">Path to write the file to.</param>
    /// <param name="checksum">MD5 or SHA-256 of the whole file in hexadecimal, or null.</param>
    /// <param name="cancellation">Stops the download; the bytes received so far are kept for the next attempt.</param>
    /// <exception cref="TaskDataException">The file cannot be downloaded; the message says why and what to do.</exception>
    public async Task Download(Uri location, string target, string? checksum, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        using var part = Open(target);
        var futile = 0;
        var restarted = false;
        for (var attempt = 1; ; attempt++)
        {
            var before = part.Stream.Length;
            try
            {
                var resumed = await Attempt(location, part, checksum, cancellation);
                if (checksum is null || await Matches(part.Stream, checksum, cancellation))
                {
                    part.Complete(target);
                    return;
                }

                if (!resumed || restarted)
                {
                    part.Discard();
                    throw new TaskDataException(
                        $"What {location} sends is not the file expected: its checksum is not {checksum}. Nothing was kept. Name another "
                            + "place with --from.");
                }

                // The parts may come from two versions of the file.
                restarted = true;
                part.Clear();
                _progress?.Report(new TaskProgress("the checksum does not fit: downloading from the start", 0, 0));
                continue;
            }
            catch (DownloadException problem)
            {
                futile = part.Stream.Length > before ? 0 : futile + 1;
                if (problem.IsFinal || futile >= _settings.FutileAttempts || attempt >= _settings.Attempts)
                {
                    var kept = part.Stream.Length > 0
                        ? $" The {part.Stream.Length:N0} bytes that came are kept; the same command goes on from there."
                        : "";
                    if (part.Stream.Length == 0)
                    {
                        part.Discard();
                    }

                    throw new TaskDataException(
                        $"{location} could not be downloaded: {problem.Message}{kept} Try again later, or name another place with --from.",
                        problem);
                }

                var pause = problem.Pause ?? _settings.FirstPause * Math.Pow(2, Math.Max(0, futile - 1));
                pause = pause < _settings.LongestPause ? pause : _settings.LongestPause;
                _progress?.Report(
                    new TaskProgress(
                        string.Create(CultureInfo.InvariantCulture, $"{problem.Message} Trying again in {pause.TotalSeconds:0.#} s."),
                        0,
                        0));
                await Task.Delay(pause, cancellation);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private static PartialFile Open(string target)
    {
        try
        {
            return new PartialFile(target);
        }
        catch (IOException problem)
        {
            throw new TaskDataException(
                $"{target}.part cannot be written: {problem.Message} Perhaps another process downloads it.", problem);
        }
    }

    /// <returns>Whether it continued a partial file.</returns>
    /// <exception cref="DownloadException">The file is not complete.</exception>
    private async Task<bool> Attempt(Uri location, PartialFile part, string? checksum, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(_settings.Silence);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, location);
            var start = AskForRest(request, part, location, checksum);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && start > 0)
            {
                // Either the file is already complete, or the partial file belongs to another file.
                if (response.Content.Headers.ContentRange?.Length == start)
                {
                    return true;
                }

                part.Clear();
                throw new DownloadException("The server has no such part.", isFinal: false);
            }

            Require(response);
            var resumes = response.StatusCode == HttpStatusCode.PartialContent;
            if (resumes && (start == 0 || response.Content.Headers.ContentRange?.From != start))
            {
                part.Clear();
                throw new DownloadException("The server sends another part than was asked for.", isFinal: false);
            }

            if (!resumes)
            {
                start = 0;
                part.Restart(new PartialNote(location.AbsoluteUri, ValidatorOf(response)));
            }

            part.Stream.Position = start;
            var whole = resumes ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
            await Receive(response, part.Stream, Path.GetFileName(location.AbsolutePath), whole, silence);
            return resumes;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadException(
                string.Create(CultureInfo.InvariantCulture, $"The server sent nothing for {_settings.Silence.TotalSeconds:0.#} s."),
                isFinal: false);
        }
        catch (HttpRequestException problem)
        {
            throw new DownloadException($"The connection failed: {problem.Message.TrimEnd('.')}.", isFinal: false, inner: problem);
        }
    }

    /// <summary>Requests only the missing bytes, if the server identifies the file's version or a checksum can verify the result.</summary>
    /// <returns>Number of bytes that are already there.</returns>
    private static long AskForRest(HttpRequestMessage request, PartialFile part, Uri location, string? checksum)
    {
        var note = part.Note;
        if (note is null || note.Location != location.AbsoluteUri || (note.Validator is null && checksum is null))
        {
            return 0;
        }

        request.Headers.Range = new RangeHeaderValue(part.Stream.Length, null);
        if (note.Validator is { } validator)
        {
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        return part.Stream.Length;
    }

    private async Task Receive(HttpResponseMessage response, FileStream target, string name, long? whole, CancellationTokenSource silence)
    {
        var most = whole ?? _settings.MostBytes;
        var buffer = new byte[BufferBytes];
        long reported = 0;
        await using var content = await response.Content.ReadAsStreamAsync(silence.Token);
        try
        {
            while (true)
            {
                silence.CancelAfter(_settings.Silence);
                var read = await content.ReadAsync(buffer, silence.Token);
                if (read == 0)
                {
                    break;
                }

                if (target.Position + read > most)
                {
                    target.SetLength(0);
                    throw new DownloadException($"The server sends more than {most:N0} bytes.", isFinal: true);
                }

                await target.WriteAsync(buffer.AsMemory(0, read), silence.Token);
                if (target.Position - reported >= ReportedBytes)
                {
                    reported = target.Position;
                    _progress?.Report(new TaskProgress($"downloading {name}, bytes", reported, whole ?? 0));
                }
            }
        }
        catch (Exception problem) when (
            problem is HttpIOException or System.Net.Sockets.SocketException
            || problem.InnerException is System.Net.Sockets.SocketException)
        {
            await target.FlushAsync(CancellationToken.None);
            throw new DownloadException(
                $"The connection broke after {target.Position:N0}{(whole is null ? "" : $" of {whole:N0}")} bytes.",
                isFinal: false,
                inner: problem);
        }

        await target.FlushAsync(CancellationToken.None);
        if (whole is not null && target.Position < whole)
        {
            throw new DownloadException($"The connection ended after {target.Position:N0} of {whole:N0} bytes.", isFinal: false);
        }

        _progress?.Report(new TaskProgress($"downloading {name}, bytes", target.Position, target.Position));
    }

    private static void Require(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
        {
            return;
        }

        var code = (int)response.StatusCode;
        var passes = code >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        throw new DownloadException($"The server answers {code} {response.ReasonPhrase}.", !passes, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>
    /// The strong ETag or the date of change. A weak ETag does not guarantee the same bytes, and range requests must not use it.
    /// </summary>
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag
            ? tag.Tag
            : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);

    private static async Task<bool> Matches(FileStream file, string checksum, CancellationToken cancellation)
    {
        file.Position = 0;
        var hash = checksum.Length == 2 * MD5.HashSizeInBytes
            ? await MD5.HashDataAsync(file, cancellation)
            : await SHA256.HashDataAsync(file, cancellation);
        return Convert.ToHexString(hash).Equals(checksum, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the target exists and has the checksum; without a checksum its existence is enough.</summary>
    public static async Task<bool> IsThere(string target, string? checksum, CancellationToken cancellation)
    {
        if (!File.Exists(target) || checksum is null)
        {
            return File.Exists(target);
        }

        await using var file = File.OpenRead(target);
        return await Matches(file, checksum, cancellation);
    }
}
