using System.Text.RegularExpressions;

namespace SerpentDsl.Generator.Tests;

/// <summary>The help page of a diagnostic about weights ledgers: a source and a ledger that are wrong together, and right.</summary>
internal sealed partial record WeightsPage(string Wrong, string WrongLedger, string Span, string Message, string Right, string RightLedger)
{
    public const string Category = "SerpentDsl.Weights";

    public const string LedgerName = "Model.weights";

    public const string Usings = "using SerpentDsl;\n\nnamespace Demo;\n\n";

    public static WeightsPage Read(string id)
    {
        var body = Body().Match(File.ReadAllText(Path.Combine(RulePage.Folder, id + ".md")));
        Assert.True(body.Success, $"The page of {id} does not read as the others about ledgers.");
        return new WeightsPage(
            Usings + body.Groups["wrong"].Value,
            body.Groups["wrongLedger"].Value,
            body.Groups["span"].Value,
            RulePage.Quoted(body.Groups["message"].Value),
            Usings + body.Groups["right"].Value,
            body.Groups["rightLedger"].Value);
    }

    [GeneratedRegex(
        "\\n## Wrong\\n\\nWith the file `Model\\.weights`\\n\\n```text\\n(?<wrongLedger>.*?)```\\n\\n```csharp\\n(?<wrong>.*?)```\\n\\n" +
        "Reported at `(?<span>[^`]+)`:\\n\\n(?<message>(?:> [^\\n]+\\n)+)\\n" +
        "## Right\\n\\nWith the file `Model\\.weights`\\n\\n```text\\n(?<rightLedger>.*?)```\\n\\n```csharp\\n(?<right>.*?)```\\n\\z",
        RegexOptions.Singleline)]
    private static partial Regex Body();
}
