using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>
/// The arguments of one command, checked before CommandLineParser fills its options class: unknown and repeated options, missing and
/// surplus values, numbers. CommandLineParser leaves out surplus arguments in silence, reads <c>0,004</c> as 4, and names no value.
/// </summary>
internal sealed class CommandArguments
{
    private readonly Type _command;
    private readonly Dictionary<string, CommandParameter> _options;
    private readonly IReadOnlyList<CommandParameter> _positions;
    private readonly List<(CommandParameter Option, List<string> Values)> _given = [];
    private readonly List<string> _free = [];

    private CommandArguments(Type command)
    {
        _command = command;
        _options = CommandParameter.OptionsOf(command);
        _positions = CommandParameter.PositionsOf(command);
    }

    /// <summary>Checks the arguments of a command.</summary>
    /// <param name="command">The command's options class.</param>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <returns>The same arguments in a form that CommandLineParser reads without doubt.</returns>
    /// <exception cref="UsageException">An argument is wrong; the message names it.</exception>
    public static string[] Check(Type command, IReadOnlyList<string> arguments)
    {
        var read = new CommandArguments(command);
        for (var i = 0; i < arguments.Count;)
        {
            i = read.Take(arguments, i);
        }

        read.CheckPositions();
        foreach (var option in read._options.Values.Where(option => option.IsRequired))
        {
            if (read._given.All(given => given.Option != option))
            {
                throw new UsageException($"'{option.Name}' is missing.");
            }
        }

        return [.. read._free, .. read._given.GroupBy(given => given.Option).SelectMany(Joined).SelectMany(Written)];
    }

    /// <summary>Whether an argument cannot be an option: a text, a number below zero, or a dash alone.</summary>
    private static bool IsValue(string argument) =>
        argument is not ['-', ..] or "-" || (argument.Length > 1 && (char.IsAsciiDigit(argument[1]) || argument[1] is '.' or ','));

    /// <returns>The index of the next argument.</returns>
    private int Take(IReadOnlyList<string> arguments, int index)
    {
        var argument = arguments[index++];
        if (IsValue(argument))
        {
            _free.Add(argument);
            return index;
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        var option = _options.TryGetValue(name, out var known) ? known : throw Unknown(name);
        if (!option.TakesMany && !option.IsRepeatable && _given.Any(given => given.Option == option))
        {
            throw new UsageException($"'{name}' is given twice.");
        }

        List<string> values = [];
        if (option.IsSwitch)
        {
            if (equals >= 0)
            {
                throw new UsageException($"'{name}' is a switch and takes no value; leave '{argument[equals..]}' out.");
            }
        }
        else if (equals >= 0)
        {
            values.Add(argument[(equals + 1)..]);
        }
        else
        {
            while (index < arguments.Count && (values.Count == 0 || option.TakesMany) && IsValue(arguments[index]))
            {
                values.Add(arguments[index++]);
            }

            if (values.Count == 0)
            {
                throw new UsageException(
                    $"'{name}' needs a value: {name} {(option.MetaValue.Length > 0 ? option.MetaValue : "VALUE")}"
                    + $"{(index < arguments.Count ? $". If '{arguments[index]}' is meant, write {name}={arguments[index]}" : "")}.");
            }
        }

        foreach (var value in values)
        {
            ArgumentValue.Check(option, value);
        }

        _given.Add((option, values));
        return index;
    }

    private UsageException Unknown(string name)
    {
        if (name == "--")
        {
            return new UsageException("'--' stands alone; write an option directly behind the dashes.");
        }

        var bare = name.TrimStart('-');
        var near = NearestNames.Near(bare, _options.Keys.Select(option => option[2..]));
        return new UsageException(near.Length == 0
            ? $"There is no option '{name}'."
            : $"There is no option '{name}'. Did you mean {string.Join(" or ", near.Select(option => $"--{option}"))}?");
    }

    private void CheckPositions()
    {
        for (var i = 0; i < _free.Count; i++)
        {
            var position = i < _positions.Count ? _positions[i]
                : _positions is [.., { TakesMany: true } last] ? last
                : throw Surplus(_free[i]);
            ArgumentValue.Check(position, _free[i]);
        }

        if (_positions.Skip(_free.Count).FirstOrDefault(position => position.IsRequired) is { } missing)
        {
            throw new UsageException($"'{missing.Name}' is missing: {CommandNames.UsageOf(_command)}.");
        }
    }

    private UsageException Surplus(string argument)
    {
        if (argument is ['–' or '—' or '−', ..])
        {
            return new UsageException($"'{argument}' begins with a dash that is not '-'; type '-' in its place.");
        }

        var takes = _positions.Count == 0
            ? "takes options only"
            : $"takes {string.Join(' ', _positions.Select(position => position.Name))} only";
        return new UsageException(
            $"'{argument}' is one argument too many: '{CommandNames.NameOf(_command)}' {takes}. A text with spaces needs quotes.");
    }

    /// <summary>The occurrences of one option; those of a repeatable one become a single one.</summary>
    private static IEnumerable<(CommandParameter Option, List<string> Values)> Joined(
        IGrouping<CommandParameter, (CommandParameter Option, List<string> Values)> given) => given.Key.IsRepeatable
        ? [(given.Key, [string.Join(RepeatedOptions.Separator, given.SelectMany(one => one.Values))])]
        : given;

    /// <summary>An option as CommandLineParser reads it: a value that begins with a dash is joined by an equals sign.</summary>
    private static IEnumerable<string> Written((CommandParameter Option, List<string> Values) given) => given.Values switch
    {
        [] => [given.Option.Name],
        [['-', ..] value] => [$"{given.Option.Name}={value}"],
        var values => [given.Option.Name, .. values],
    };
}
