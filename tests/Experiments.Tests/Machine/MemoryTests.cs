using System.Diagnostics;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Machine;

/// <summary>The memory that a model needs is known before it is allocated.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("verify")]
    [InlineData("train")]
    [InlineData("theory", "proposition1")]
    [InlineData("bench", "--model")]
    public void A_model_that_no_machine_can_hold_is_refused_in_a_sentence(params string[] command)
    {
        var (code, _, errors) = Cli.Run([.. command, nameof(TooLarge)]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("TooLarge has 41,232,", errors);
        Assert.Contains("Declare a smaller model, or use a machine with more memory.", errors);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void A_batch_that_may_not_fit_is_warned_of()
    {
        const long Limit = 1L << 30;
        List<string> notes = [];
        MemoryCheck.Training(TinySerpent.Spec, 16, 24, hasAverage: false, Limit, notes.Add);
        Assert.Empty(notes);
        MemoryCheck.Training(TinySerpent.Spec, 1 << 20, 24, hasAverage: false, Limit, notes.Add);
        Assert.Contains("A training step of 1,048,576 sequences of 24 needs about ", Assert.Single(notes));
    }

    [Theory]
    [InlineData("verify", nameof(TinySerpent))]
    [InlineData("bench", "--model", nameof(TinySerpent))]
    public void A_batch_that_no_machine_can_hold_is_refused_in_a_sentence(params string[] command)
    {
        var (code, _, errors) = Cli.Run([.. command, "--batch-size", $"{int.MaxValue}"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("2,147,483,647 sequences of ", errors);
        Assert.Contains("Use a smaller --batch-size or --length.", errors);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void Limits_of_control_groups_count()
    {
        Directory.CreateDirectory(_folder["a/b"]);
        Directory.CreateDirectory(_folder["memory/c"]);
        Assert.Null(MemoryLimit.OfGroups(["0::/a/b", "4:memory:/c"], _folder.Path));
        File.WriteAllText(_folder["memory.max"], "max\n");
        File.WriteAllText(_folder["a/memory.max"], "5000\n");
        File.WriteAllText(_folder["a/b/memory.max"], "7000\n");
        Assert.Equal(5000, MemoryLimit.OfGroups(["0::/a/b"], _folder.Path));
        File.WriteAllText(_folder["memory/c/memory.limit_in_bytes"], "3000\n");
        Assert.Equal(3000, MemoryLimit.OfGroups(["5:cpu:/x", "0::/a/b", "4:memory:/c"], _folder.Path));
        Assert.InRange(MemoryLimit.Bytes, 1L << 28, long.MaxValue / 2);
    }

    /// <summary>A process of its own trains each model, because memory that another test has freed is used again.</summary>
    [Theory]
    [InlineData(nameof(WideMemory), 16)]
    [InlineData(nameof(LongMemory), 32)]
    public void The_estimate_is_near_what_a_training_takes(string name, int batch)
    {
        var spec = name == nameof(WideMemory) ? WideMemory.Spec : LongMemory.Spec;
        var estimate = MemoryEstimate.OfTraining(spec, batch, spec.Head.MaxLength, hasAverage: false);
        using var process = Resume.KillableRunner.Start(
            "bench", "--model", name, "--batch-size", $"{batch}", "--repetitions", "1", "--threads", "1");
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        Assert.True(process.ExitCode == 0, process.Errors);
        Assert.True(
            peak > estimate.Total / 2.5 && peak < 2.5 * estimate.Total,
            $"{name}: {peak >> 20} MiB, estimated {estimate.Total / (1 << 20):0}.");
    }

    private static long PeakOf(int process)
    {
        try
        {
            return Process.GetProcessById(process).PeakWorkingSet64;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }
}
