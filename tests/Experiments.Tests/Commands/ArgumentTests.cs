using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>What is wrong with a command line is said in a sentence that names the argument.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData(
        "0,004", "--learning-rate is '0,004'; a comma cannot stand in a number: it must be a number with a decimal point, such as 0.001.")]
    [InlineData("1,000.5", "--learning-rate is '1,000.5'; a comma cannot")]
    [InlineData("1.000,5", "--learning-rate is '1.000,5'; a comma cannot")]
    [InlineData("1e999", "--learning-rate is '1e999'; it must be a finite number, such as 0.001.")]
    [InlineData("-1e999", "--learning-rate is '-1e999'; it must be a finite number")]
    [InlineData("NaN", "--learning-rate is 'NaN'; it must be a finite number")]
    [InlineData("Infinity", "--learning-rate is 'Infinity'; it must be a finite number")]
    [InlineData("0.001f", "--learning-rate is '0.001f'; it must be a number with a decimal point")]
    [InlineData(" 0.1", "--learning-rate is ' 0.1'; it must be a number with a decimal point")]
    [InlineData("1_0", "--learning-rate is '1_0'; it must be a number with a decimal point")]
    [InlineData("0x1", "--learning-rate is '0x1'; it must be a number with a decimal point")]
    [InlineData("", "--learning-rate is empty; it must be a number with a decimal point")]
    public void A_real_number_has_one_form(string value, string message) =>
        AssertRefused(message, "train", nameof(MeanMajority), "--learning-rate", value);

    [Theory]
    [InlineData(
        "1,000", "--max-steps is '1,000'; a comma cannot stand in a number: it must be a whole number without separators, such as 100.")]
    [InlineData("1.5", "--max-steps is '1.5'; it must be a whole number")]
    [InlineData("1e3", "--max-steps is '1e3'; it must be a whole number")]
    [InlineData("many", "--max-steps is 'many'; it must be a whole number")]
    [InlineData("9999999999", "--max-steps is '9999999999'; it must be a whole number of at most 2147483647.")]
    [InlineData("99999999999999999999999999999999999999999999", "; it must be a whole number of at most 2147483647.")]
    [InlineData("-9999999999", "--max-steps is '-9999999999'; it must be a whole number of at least -2147483647.")]
    [InlineData("٣", "--max-steps is '٣'; it must be a whole number")]
    public void A_whole_number_has_one_form(string value, string message) =>
        AssertRefused(message, "train", nameof(MeanMajority), "--max-steps", value);

    [Theory]
    [InlineData("--temperature is '0,8'", "generate", "run", "--temperature", "0,8")]
    [InlineData("--budget is '1,5'", "bench", "--budget", "1,5")]
    [InlineData("--ema-decay is '0,9'", "train", nameof(MeanMajority), "--ema-decay=0,9")]
    [InlineData("'B' is one argument too many: 'train' takes NAME only.", "train", "A", "B")]
    [InlineData("'x' is one argument too many: 'list' takes options only.", "list", "x")]
    [InlineData("'–quick' begins with a dash that is not '-'", "train", nameof(MeanMajority), "–quick")]
    [InlineData("There is no option '--max-step'. Did you mean --max-steps", "train", nameof(MeanMajority), "--max-step", "3")]
    [InlineData("There is no option '--Max-Steps'. Did you mean --max-steps", "train", nameof(MeanMajority), "--Max-Steps", "3")]
    [InlineData("There is no option '-seed'. Did you mean --seed", "train", nameof(MeanMajority), "-seed", "3")]
    [InlineData("'--' stands alone", "train", nameof(MeanMajority), "--", "3")]
    [InlineData("'--seed' is given twice", "train", nameof(MeanMajority), "--seed", "3", "--seed", "3")]
    [InlineData("'--quick' is given twice", "train", nameof(MeanMajority), "--quick", "--quick")]
    [InlineData("'--out' needs a value: --out FOLDER.", "train", nameof(MeanMajority), "--out")]
    [InlineData("'--out' needs a value: --out FOLDER. If '--seed' is meant, write --out=--seed.", "train", "A", "--out", "--seed", "3")]
    [InlineData("--out is empty; it must be a FOLDER", "train", nameof(MeanMajority), "--out", "")]
    [InlineData("--out is empty; it must be a FOLDER", "train", nameof(MeanMajority), "--out=")]
    [InlineData("--data is '  '; it must be a PATH", "train", nameof(MeanMajority), "--data", "  ")]
    [InlineData("RUN is empty", "resume", "")]
    [InlineData("'--quick' is a switch and takes no value; leave '=yes' out", "train", nameof(MeanMajority), "--quick=yes")]
    [InlineData("'OUT' is missing: ", "export", "run")]
    [InlineData("There is no command 'Train'. Did you mean train", "Train", nameof(MeanMajority))]
    [InlineData("The command is empty", "", "x")]
    [InlineData("'--quick' stands where a command is needed", "--quick", "train")]
    [InlineData("There is no command 'trian'. Did you mean train", "help", "trian")]
    [InlineData("There is no run nowhere. Name the folder of a RUN", "resume", "nowhere")]
    [InlineData("/nowhere. Name the folder of a RUN", "report", "nowhere")]
    [InlineData("There is no run and no checkpoint nowhere, and as the name of an untrained model: There is no", "generate", "nowhere")]
    public void Other_mistakes_are_named(string message, params string[] args) => AssertRefused(message, args);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Every_command_has_help_however_it_is_asked_for(string how)
    {
        Assert.Equal(0, Cli.Run(how).Code);
        Assert.All(SerpentCommandLine.Commands, command =>
        {
            var verb = SerpentDsl.Experiments.Commands.Common.CommandNames.NameOf(command);
            foreach (var line in how == "help" ? new[] { new[] { how, verb } } : [[verb, how], [how, verb], [verb, "surplus", how]])
            {
                var (code, output, errors) = Cli.Run(line);
                Assert.Equal((0, ""), (code, errors));
                Assert.Contains($"{verb} ", output);
                Assert.Contains(SerpentDsl.Experiments.Commands.Common.CommandNames.HelpOf(command)[..20], output);
            }
        });
    }

    [Fact]
    public void A_sweep_file_follows_the_same_rules()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["sweep.json"],
            """{"name": "comma", "architectures": ["MeanMajority"], "options": {"learning-rate": "0,001"}}""");
        AssertRefused("--learning-rate is '0,001'; a comma cannot stand in a number", "sweep", folder["sweep.json"], "--dry-run");
    }

    [Fact]
    public void More_threads_than_processors_are_lowered_with_a_note()
    {
        var (code, _, errors) = Cli.Run("verify", nameof(TinySerpent), "--threads", "99999", "--samples", "0", "--length", "8");
        Assert.Equal(0, code);
        Assert.Contains("--threads is 99,999, and this process may use", errors);
        Assert.Equal(Environment.ProcessorCount, TorchSharp.torch.get_num_threads());
    }

    [Fact]
    public void A_value_may_begin_with_a_dash()
    {
        var (code, _, errors) = Cli.Run("inspect", nameof(TinySerpent), "--text=-a b", "--seed", "-3");
        Assert.True(code == 0, errors);
    }

    private static void AssertRefused(string message, params string[] args)
    {
        var (code, output, errors) = Cli.Run(args);
        Assert.Contains(message, errors);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.InRange(errors.TrimEnd().Split('\n').Length, 1, 2);
    }
}
