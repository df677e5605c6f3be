using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Lets some options of <c>train</c> be given several times: their values become one, because the parser takes one.</summary>
internal static class RepeatedOptions
{
    /// <summary>Stands between the values of an option.</summary>
    public const char Separator = ';';

    private static readonly string[] s_repeatable = ["--freeze", "--learning-rates"];

    /// <summary>A command line in which every option stands once.</summary>
    /// <param name="args">The arguments of the process.</param>
    public static IReadOnlyList<string> Join(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args[0] != VerbNames.Train)
        {
            return args;
        }

        var rest = new List<string>();
        var values = s_repeatable.ToDictionary(option => option, _ => new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!values.TryGetValue(name, out var given))
            {
                rest.Add(args[i]);
            }
            else if (name.Length < args[i].Length)
            {
                given.Add(args[i][(name.Length + 1)..]);
            }
            else
            {
                // Without a value it is empty, which the command refuses; the parser would leave the option out.
                given.Add(++i < args.Count ? args[i] : "");
            }
        }

        foreach (var (option, given) in values.Where(entry => entry.Value.Count > 0))
        {
            rest.AddRange([option, string.Join(Separator, given)]);
        }

        return rest;
    }
}
