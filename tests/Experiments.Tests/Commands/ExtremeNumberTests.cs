using SerpentDsl.Experiments.Commands.Arguments;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>Numbers at the ends of their types, in every option that takes one: they work, or are refused in a sentence.</summary>
public sealed class ExtremeNumberTests : IDisposable
{
    private static readonly string[] s_whole = ["0", "1", "-1", "2147483647", "-2147483647", "16777217", "-0", "+1", "007"];

    private static readonly string[] s_long = [.. s_whole, "9223372036854775807", "-9223372036854775807", "4294967296"];

    private static readonly string[] s_real = ["0", "-0.0", "1", "-1", "1e300", "-1e300", "5e-324", "1e-400", "0.1", ".5", "5.", "1E5"];

    /// <summary>Their largest values are meant to take for ever.</summary>
    private static readonly string[] s_endless = ["generate --tokens", "verify --samples", "verify --passes", "bench --repetitions"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void None_is_answered_with_a_stack_trace()
    {
        Train(nameof(MeanMajority), "run");
        Train(nameof(TinyLanguage), "text");
        var numbers = SerpentCommandLine.Commands
            .SelectMany(
                command => CommandParameter.OptionsOf(command).Values,
                (command, option) => (Verb: CommandNames.NameOf(command), option.Name, option.Type))
            .Where(option => option.Type != typeof(string) && option.Type != typeof(bool))
            .Where(option => !s_endless.Contains($"{option.Verb} {option.Name}"));
        foreach (var (verb, option, type) in numbers)
        {
            foreach (var value in Values(type))
            {
                AssertSaid(verb, option, value);
            }
        }
    }

    private static string[] Values(Type type) => type == typeof(int) ? s_whole : type == typeof(long) ? s_long : s_real;

    private void Train(string architecture, string run) => Assert.Equal(
        0,
        Cli.Run("train", architecture, "--max-steps", "2", "--out", _folder[run], "--device", "cpu", "--threads", "1").Code);

    private string[] Right(string verb) => verb switch
    {
        "describe" or "weights" => [verb, nameof(TinySerpent)],
        "verify" => [verb, nameof(TinySerpent), "--samples", "0", "--length", "8"],
        "train" => [verb, nameof(MeanMajority), "--max-steps", "2", "--device", "cpu", "--out", _folder[$"out-{Guid.NewGuid():N}"]],
        "inspect" => [verb, nameof(TinySerpent), "--text", "a b"],
        "theory" => [verb, "proposition1", "--length", "8"],
        "bench" => [verb, "--list"],
        "generate" => [verb, _folder["text"], "--prompt", "12", "--tokens", "2", "--device", "cpu"],
        "resume" or "report" => [verb, _folder["run"]],
        "eval" => [verb, _folder["text"], "--device", "cpu"],
        _ => [verb],
    };

    private void AssertSaid(string verb, string option, string value)
    {
        var right = Right(verb);
        string[] args = [.. right.Where((argument, i) => argument != option && (i == 0 || right[i - 1] != option)), option, value];
        var (code, _, errors) = Cli.Run(args);
        Assert.InRange(code, ExitCode.Success, ExitCode.Usage);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
    }
}
