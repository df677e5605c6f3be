using CsCheck;
using SerpentDsl.Experiments.Commands.Arguments;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>
/// Drawn mistakes of every kind, in every command and option: each ends with exit code 1 or 2 and a message of one or two lines, and
/// writes nothing.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private const int Cases = 400;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private static readonly string[] s_noNumbers =
    [
        "0,004", "1.000,5", "1,000", "NaN", "Infinity", "-Infinity", "1e999", "abc", "", " 1", "1 ", "1_000", "0x10", "+-1", "1e", "٣", "½",
        "1.2.3", "--1", "99999999999999999999999999999999999999999999999999", "[red]1[/]", "{0}", "\u001b[31m", "1\n2", "∞",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public BadInputTests()
    {
        _file = _folder["file"];
        File.WriteAllText(_file, "no run, no checkpoint, no JSON");
        File.WriteAllText(_folder["sweep.json"], """{"name": "bad", "architectures": ["MeanMajority"], "options": {"max-steps": 1}}""");
        Directory.CreateDirectory(_folder["empty"]);
        Directory.CreateDirectory(_folder["full"]);
        File.WriteAllText(_folder["full/file"], "");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each option that takes a number, with each text that cannot be read as such a number.</summary>
    [Fact]
    public void What_is_no_number_is_refused_everywhere()
    {
        var numbers = SerpentCommandLine.Commands.SelectMany(
            command => CommandParameter.OptionsOf(command).Values.Where(option => !option.IsSwitch && option.Type != typeof(string)),
            (command, option) => (Verb: CommandNames.NameOf(command), option.Name));
        Assert.All(numbers, option => Assert.All(s_noNumbers, value =>
        {
            AssertRefused(With(option.Verb, option.Name, value));
            AssertRefused(With(option.Verb, $"{option.Name}={value}"));
        }));
    }

    [Fact]
    public void No_mistake_is_answered_with_a_stack_trace() => Mistakes().Sample(AssertRefused, iter: Cases, threads: 1);

    /// <summary>A right command line of each command, but for what it names.</summary>
    private string[] Right(string verb) => verb switch
    {
        "describe" => [verb, nameof(TinySerpent)],
        "verify" => [verb, nameof(TinySerpent), "--samples", "0"],
        "train" => [verb, nameof(MeanMajority), "--max-steps", "1", "--out", _folder["out"]],
        "inspect" => [verb, nameof(TinySerpent), "--text", "a b"],
        "theory" => [verb, "proposition1"],
        "weights" => [verb, nameof(TinySerpent)],
        "explain" => [verb, "SDSL201"],
        "data" => [verb, "Majority"],
        "sweep" => [verb, _folder["sweep.json"], "--dry-run"],
        "import" => [verb, _folder["nothing"], nameof(TinySerpent), _folder["out"]],
        "export" => [verb, _folder["nothing"], _folder["out"]],
        "new" => [verb, "Mine", _folder["out"]],
        "bench" => [verb, "--list"],
        "list" or "table" => [verb],
        _ => [verb, _folder["nothing"]],
    };

    private Gen<string[]> Mistakes()
    {
        var commands = SerpentCommandLine.Commands;
        var options = commands
            .SelectMany(
                command => CommandParameter.OptionsOf(command).Values,
                (command, option) => (Verb: CommandNames.NameOf(command), Option: option))
            .ToArray();
        var valued = options.Where(pair => !pair.Option.IsSwitch).ToArray();
        var texts = valued.Where(pair => pair.Option.Type == typeof(string)).ToArray();
        var verbs = commands.Select(CommandNames.NameOf).ToArray();
        var closed = commands.Where(command => !CommandParameter.PositionsOf(command).Any(position => position.TakesMany))
            .Select(CommandNames.NameOf).ToArray();

        // 'new' would pack this repository for any name.
        var positions = commands.Where(command => CommandParameter.PositionsOf(command).Any(position => position.IsRequired))
            .Select(CommandNames.NameOf).Where(verb => verb != "new").ToArray();
        return Gen.OneOf<string[]>(
            Gen.OneOf(texts).Select(pair => With(pair.Verb, pair.Option.Name, "")),
            Gen.OneOf(valued).Select(pair => With(pair.Verb, pair.Option.Name)),
            Gen.OneOf(options.Where(pair => !pair.Option.TakesMany).ToArray()).Select(Twice),
            Gen.OneOf(options.Where(pair => pair.Option.IsSwitch).ToArray())
                .Select(pair => With(pair.Verb, $"{pair.Option.Name}=true")),
            Gen.Select(Gen.OneOf(options), Gen.Int[1, 4], (pair, kind) => With(pair.Verb, Misspelt(pair.Option.Name, kind), "1")),
            Gen.Select(Gen.OneOf(closed), Gen.OneOf("surplus", "–x", "-5", "[b]x[/]"), Surplus),
            Gen.Select(Gen.OneOf(verbs), Gen.Int[1, 4], (verb, kind) => (string[])[Misspelt(verb, kind), .. Right(verb).Skip(1)]),
            Gen.OneOf(positions).Select(verb => (string[])[verb]),
            Gen.Select(Gen.OneOf(positions), Places, (verb, place) => (string[])[verb, place, .. Right(verb).Skip(2)]),
            Gen.Select(Gen.OneOf("eval", "generate"), Places, (verb, place) => (string[])[verb, place]),
            Gen.Select(Gen.OneOf("describe --html", "theory --html", "train --out", "weights --file"), ImpossiblePlaces, Written),
            Gen.Select(
                Gen.OneOf("train --task", "data", "describe", "explain", "generate --device", "train --device", "table --fill"),
                Gen.OneOf("nothing", "[red]nothing[/]", "{0}", "a\nb", "\u001b[31m", new string('x', 5000)),
                (command, name) => WithName(command, name)));
    }

    private Gen<string> Places => Gen.OneOf(
        "nowhere", _file, _folder["empty"], "/dev/null", "/dev/null/x", "/", "-", "[red]x[/]", "{0}", "a\nb", "\u001b[31m", "",
        $"{_folder["empty"]}/{new string('x', 300)}", new string('x', 5000), "//", "~", "C:\\x", "https://example.org/run");

    private Gen<string> ImpossiblePlaces => Gen.OneOf(
        "/dev/null/x", $"{_file}/x", $"{_folder["empty"]}/{new string('x', 300)}", "/proc/nothing/x", _folder["full"], "", "/");

    /// <summary>The right command line with an option in the place of its own, if it has it.</summary>
    private string[] With(string verb, params string[] more)
    {
        var option = more[0].Split('=')[0];
        var right = Right(verb);
        return [.. right.Where((argument, i) => argument != option && (i == 0 || right[i - 1] != option)), .. more];
    }

    private string[] Twice((string Verb, CommandParameter Option) pair)
    {
        string[] once = pair.Option.IsSwitch ? [pair.Option.Name] : [pair.Option.Name, pair.Option.Type == typeof(string) ? "a" : "1"];
        return [.. With(pair.Verb, once), .. once];
    }

    private string[] Surplus(string verb, string argument)
    {
        var command = SerpentCommandLine.Commands.Single(type => CommandNames.NameOf(type) == verb);
        return [.. Right(verb), .. Enumerable.Repeat(argument, CommandParameter.PositionsOf(command).Count + 1)];
    }

    private string[] Written(string command, string place)
    {
        var words = command.Split(' ');
        return With(words[0], words[1], place);
    }

    private string[] WithName(string command, string name)
    {
        var words = command.Split(' ');
        return words.Length == 2 ? With(words[0], words[1], name) : [words[0], name];
    }

    private static string Misspelt(string name, int kind) => kind switch
    {
        1 => name + "z",
        2 => name.ToUpperInvariant(),
        3 => name[..^1] + "_",
        _ => $"{name}:",
    };

    private void AssertRefused(string[] args)
    {
        var (before, here) = (Contents(_folder.Path), Contents("."));
        var run = Task.Run(() => Cli.Run(args));
        Assert.True(run.Wait(s_patience), "The command does not end.");
        var (code, _, errors) = run.Result;
        Assert.True(code is ExitCode.Failure or ExitCode.Usage, $"exit code {code}: {errors}");
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
        Assert.NotEmpty(errors.Trim());

        // A name with a line break is printed as it is.
        var breaks = args.Sum(argument => argument.Count(letter => letter == '\n'));
        Assert.InRange(errors.Trim().Split('\n').Length, 1, 2 + (2 * breaks));
        Assert.Equal(before, Contents(_folder.Path));
        Assert.Equal(here, Contents("."));
    }

    private static string[] Contents(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal)];
}
