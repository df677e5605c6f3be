using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// Spreads a kernel's tiles over as many threads as <see cref="KernelThreads"/> says, the caller among them, without allocating. Threads
/// wait between kernels; they live as long as the process.
/// </summary>
internal static unsafe class CpuWorkers
{
    private static readonly Lock s_gate = new();
    private static readonly Lock s_joining = new();
    private static readonly List<SemaphoreSlim> s_waiting = [];
    private static delegate*<void*, int, void> s_invoke;
    private static void* s_work;
    private static int s_tiles;
    private static int s_next;
    private static int s_active;
    private static bool s_open;
    private static Exception? s_failure;

    /// <summary>Runs every tile once and returns when all are done. A second kernel at the same time, and one inside a tile,
    /// run on their caller's thread alone.</summary>
    /// <param name="tiles">How many there are.</param>
    /// <param name="work">Work of the tiles.</param>
    /// <typeparam name="TWork">Its type.</typeparam>
    public static void Run<TWork>(int tiles, TWork work)
        where TWork : struct, ITiles
    {
        var threads = Math.Min(tiles, KernelThreads.Count);
        if (threads <= 1 || s_gate.IsHeldByCurrentThread || !s_gate.TryEnter())
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                work.Run(tile);
            }

            return;
        }

        try
        {
            Share(tiles, threads, &Invoke<TWork>, Unsafe.AsPointer(ref work));
        }
        finally
        {
            s_gate.Exit();
        }
    }

    private static void Invoke<TWork>(void* work, int tile)
        where TWork : struct, ITiles => Unsafe.AsRef<TWork>(work).Run(tile);

    private static void Share(int tiles, int threads, delegate*<void*, int, void> invoke, void* work)
    {
        EnterJoining();
        s_invoke = invoke;
        s_work = work;
        s_tiles = tiles;
        s_next = 0;
        s_failure = null;
        s_open = true;
        s_joining.Exit();

        for (var worker = 0; worker < threads - 1; worker++)
        {
            Wake(worker);
        }

        RunTiles();

        // Threads that have not joined by now are not waited for.
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

    /// <summary>
    /// For the caller, who never sleeps on the lock: the lock is held for an instant, and a sleeping wait would allocate.
    /// </summary>
    private static void EnterJoining()
    {
        var spinning = default(SpinWait);
        while (!s_joining.TryEnter())
        {
            spinning.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static void RunTiles()
    {
        try
        {
            for (var tile = Interlocked.Increment(ref s_next) - 1; tile < s_tiles; tile = Interlocked.Increment(ref s_next) - 1)
            {
                s_invoke(s_work, tile);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref s_failure, exception, null);
            Volatile.Write(ref s_next, s_tiles);
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

            RunTiles();
            Interlocked.Decrement(ref s_active);
        }
    }
}
