using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SerpentDsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>Trains one variant for a few steps and measures the memory of this process.</summary>
internal static class TrainingProcess
{
    private const int Vocabulary = 18;
    private const int Classes = 10;

    /// <summary>Runs the measurement. The process must not have done anything else before.</summary>
    public static Measurement Run(Variant variant, int batch, int length, int steps)
    {
        manual_seed(1);
        using var model = variant.Create();
        model.Module.train();
        var parameters = Checksum(model.Module);
        using var optimizer = optim.AdamW(model.Module.parameters(), 1e-3);

        // All batches have the same size, and some of their rows are padded.
        manual_seed(2);
        using var tokens = randint(1, Vocabulary, [batch, length], ScalarType.Int64);
        using var targets = randint(0, Classes, [batch], ScalarType.Int64);
        using var lengths = TensorRange.Of(batch, ScalarType.Int64).mul(Scalars.Of(-(length / (2 * batch)))).Plus(length);
        long before = Resident("VmRSS"), held = 0;
        List<string> losses = [];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var logits = model.forward(tokens, lengths);
            held = DisposeScopeManager.Statistics.ThreadTotalLiveCount - alive;
            var loss = nn.functional.cross_entropy(logits, targets);
            losses.Add(BitConverter.SingleToInt32Bits(loss.item<float>()).ToString("x8", CultureInfo.InvariantCulture));
            loss.backward();
            optimizer.step();
        }

        return new Measurement(before, Resident("VmHWM"), held, parameters, string.Join(',', losses));
    }

    private static string Checksum(nn.Module module)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, parameter) in module.named_parameters())
        {
            using var value = parameter.detach();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} [{string.Join(", ", value.shape)}]"));
            using var contiguous = value.contiguous();
            hash.AppendData(contiguous.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads a value in bytes from <c>/proc/self/status</c>.</summary>
    private static long Resident(string name)
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(name.Length + 1).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
