using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// Spreads a kernel's pieces over as many threads as <see cref="KernelThreads"/> says, the caller among them, without allocating. Threads
/// wait between kernels; they live as long as the process.
/// </summary>
internal static unsafe class CpuWorkers
{
    private static readonly Lock s_gate = new();
    private static readonly Lock s_joining = new();
    private static readonly List<SemaphoreSlim> s_waiting = [];
    private static delegate*<void*, int, void> s_invoke;
    private static void* s_work;
    private static int s_pieces;
    private static int s_next;
    private static int s_active;
    private static bool s_open;
    private static Exception? s_failure;

    /// <summary>Runs every piece once and returns when all are done. A second kernel at the same time, and one inside a piece,
    /// run on their caller's thread alone.</summary>
    /// <param name="pieces">How many there are.</param>
    /// <param name="work">What they do.</param>
    /// <typeparam name="TWork">Its type.</typeparam>
    public static void Run<TWork>(int pieces, TWork work)
        where TWork : struct, IPieces
    {
        var threads = Math.Min(pieces, KernelThreads.Count);
        if (threads <= 1 || s_gate.IsHeldByCurrentThread || !s_gate.TryEnter())
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                work.Run(piece);
            }

            return;
        }

        try
        {
            Share(pieces, threads, &Invoke<TWork>, Unsafe.AsPointer(ref work));
        }
        finally
        {
            s_gate.Exit();
        }
    }

    private static void Invoke<TWork>(void* work, int piece)
        where TWork : struct, IPieces => Unsafe.AsRef<TWork>(work).Run(piece);

    private static void Share(int pieces, int threads, delegate*<void*, int, void> invoke, void* work)
    {
        EnterJoining();
        s_invoke = invoke;
        s_work = work;
        s_pieces = pieces;
        s_next = 0;
        s_failure = null;
        s_open = true;
        s_joining.Exit();

        for (var worker = 0; worker < threads - 1; worker++)
        {
            Wake(worker);
        }

        RunPieces();

        // Who has not joined by now is not waited for.
        EnterJoining();
        s_open = false;
        s_joining.Exit();

        var spinning = default(SpinWait);
        while (Volatile.Read(ref s_active) > 0)
        {
            spinning.SpinOnce(sleep1Threshold: -1);
        }

        if (s_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>For the caller, who never sleeps on the lock: it is held for an instant, and what a sleeper waits on is garbage.</summary>
    private static void EnterJoining()
    {
        var spinning = default(SpinWait);
        while (!s_joining.TryEnter())
        {
            spinning.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static void RunPieces()
    {
        try
        {
            for (var piece = Interlocked.Increment(ref s_next) - 1; piece < s_pieces; piece = Interlocked.Increment(ref s_next) - 1)
            {
                s_invoke(s_work, piece);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref s_failure, exception, null);
            Volatile.Write(ref s_next, s_pieces);
        }
    }

    private static void Wake(int worker)
    {
        if (worker == s_waiting.Count)
        {
            var semaphore = new SemaphoreSlim(0);
            s_waiting.Add(semaphore);
            new Thread(() => Work(semaphore)) { IsBackground = true, Name = $"{nameof(CpuWorkers)} {worker + 1}" }.Start();
        }

        s_waiting[worker].Release();
    }

    private static void Work(SemaphoreSlim waiting)
    {
        while (true)
        {
            waiting.Wait();
            lock (s_joining)
            {
                if (!s_open)
                {
                    continue;
                }

                s_active++;
            }

            RunPieces();
            Interlocked.Decrement(ref s_active);
        }
    }
}
