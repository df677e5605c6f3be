using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SerpentDsl.Tasks.Tests;

/// <summary>A server on this machine that answers each connection as a test says, byte by byte.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Func<string, NetworkStream, Task>> _answers;
    private readonly Task _serving;

    /// <param name="answers">One for each connection, with the request's head; the last one answers all that follow.</param>
    public HostileServer(params Func<string, NetworkStream, Task>[] answers)
    {
        _answers = new Queue<Func<string, NetworkStream, Task>>(answers);
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>The heads of the requests so far.</summary>
    public List<string> Requests { get; } = [];

    public Uri Location => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/folder/file.bin");

    /// <summary>A head and a body, then the connection is closed.</summary>
    public static Func<string, NetworkStream, Task> Answer(string head, byte[]? body = null) => async (_, stream) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"));
        await stream.WriteAsync(body ?? []);
    };

    /// <summary>The value of <c>Range: bytes=N-</c>; 0 without one.</summary>
    public static int RangeOf(string head)
    {
        var at = head.IndexOf("Range: bytes=", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(head[(at + "Range: bytes=".Length)..].Split('-')[0]);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _serving.Wait();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                var head = new StringBuilder();
                var buffer = new byte[4096];
                while (!head.ToString().Contains("\r\n\r\n"))
                {
                    var read = await stream.ReadAsync(buffer, _stop.Token);
                    if (read == 0)
                    {
                        break;
                    }

                    head.Append(Encoding.ASCII.GetString(buffer, 0, read));
                }

                Requests.Add(head.ToString());
                var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
                try
                {
                    await answer(head.ToString(), stream).WaitAsync(_stop.Token);
                }
                catch (IOException)
                {
                    // The client had enough; some tests want that.
                }
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
