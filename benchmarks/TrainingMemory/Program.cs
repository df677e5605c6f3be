using System.Diagnostics;
using System.Globalization;
using SerpentDsl.TrainingMemory;

// dotnet run -c Release --project benchmarks/TrainingMemory [-- BATCH LENGTH STEPS]
const string Child = "--variant";
const double Noise = 1.01;
if (args is [Child, var key, var batchText, var lengthText, var stepsText])
{
    var variant = Variant.All.Single(one => one.Key == key);
    Console.WriteLine(TrainingProcess.Run(variant, Number(batchText), Number(lengthText), Number(stepsText)));
    return 0;
}

if (args.Length is not (0 or 3) || !args.All(text => int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > 0))
{
    Console.Error.WriteLine("usage: TrainingMemory [BATCH LENGTH STEPS], three positive whole numbers; 16 2000 3 unless given");
    return 2;
}

var sizes = args.Length == 3 ? args : ["16", "2000", "3"];
Console.WriteLine(
    $"SerpentS4ListOps, batches of {sizes[0]} sequences of up to {sizes[1]} tokens, {sizes[2]} steps; each in a process of its own.");
Dictionary<Variant, Measurement> measured = [];
foreach (var variant in Variant.All)
{
    var found = measured[variant] = Measure(variant);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{variant.Name,-38} peak {Mebibytes(found.Peak),7:F0} MiB   the steps added {Mebibytes(found.Added),7:F0} MiB   "
            + $"{found.Held,4} tensors held after forward"));
}

if (measured.Values.Select(found => (found.Parameters, found.Losses)).Distinct().Count() != 1)
{
    return Fail("The variants have different parameters or losses");
}

var generated = measured[Variant.Generated];
return generated.Added > Noise * measured[Variant.LastUse].Added || generated.Added > Noise * measured[Variant.Scoped].Added
    ? Fail("The generated model needs more memory than the one that disposes every tensor after its last use")
    : generated.Added >= measured[Variant.Usual].Added
        ? Fail("The generated model needs as much memory as the one without dispose scopes")
        : 0;

Measurement Measure(Variant variant)
{
    ProcessStartInfo start = new(Environment.ProcessPath!, [Child, variant.Key, .. sizes]) { RedirectStandardOutput = true };

    // With these settings every large tensor has its own pages, which return to the kernel with it. Resident memory is then live memory.
    start.Environment.Remove("LD_PRELOAD");
    start.Environment["MALLOC_MMAP_THRESHOLD_"] = "65536";
    start.Environment["MALLOC_MMAP_MAX_"] = "1000000";
    start.Environment["OMP_NUM_THREADS"] = "1";
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEnd().TrimEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? Measurement.Parse(output)
        : throw new InvalidOperationException($"{variant.Key} ended with {process.ExitCode}.");
}

static int Fail(string message)
{
    Console.Error.WriteLine($"{message}.");
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static double Mebibytes(long bytes) => bytes / 1048576.0;
