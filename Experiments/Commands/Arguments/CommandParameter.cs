using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>An option or a positional argument of a command, read from the attributes of its options class.</summary>
/// <param name="Name">The option with its dashes, such as <c>--out</c>; the name of a positional argument, such as <c>RUN</c>.</param>
/// <param name="MetaValue">What the value is, such as <c>FOLDER</c>; empty if the option does not say so.</param>
/// <param name="Type">Type of one value; <see cref="bool"/> for a switch, which takes none.</param>
/// <param name="TakesMany">Whether it takes several values.</param>
/// <param name="IsRepeatable">Whether it may be given several times, each time with one value.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record CommandParameter(string Name, string MetaValue, Type Type, bool TakesMany, bool IsRepeatable, bool IsRequired)
{
    /// <summary>Whether it is a switch, such as <c>--json</c>.</summary>
    public bool IsSwitch => Type == typeof(bool) && !TakesMany;

    /// <summary>The options of a command, by their names with dashes.</summary>
    /// <param name="command">The options class.</param>
    public static Dictionary<string, CommandParameter> OptionsOf(Type command) => command.GetProperties()
        .Select(property => (Property: property, Option: OptionOf(property)))
        .Where(pair => pair.Option is not null)
        .Select(pair => Of(pair.Property, $"--{pair.Option!.LongName}", pair.Option.MetaValue, pair.Option.Required))
        .ToDictionary(option => option.Name, StringComparer.Ordinal);

    /// <summary>The positional arguments of a command, in their order.</summary>
    /// <param name="command">The options class.</param>
    public static IReadOnlyList<CommandParameter> PositionsOf(Type command) =>
    [
        .. command.GetProperties()
            .Select(property => (Property: property, Value: property.GetCustomAttribute<ValueAttribute>()))
            .Where(pair => pair.Value is not null)
            .OrderBy(pair => pair.Value!.Index)
            .Select(pair => Of(pair.Property, pair.Value!.MetaName.TrimEnd('.', '…'), pair.Value.MetaName, pair.Value.Required)),
    ];

    /// <summary>The option of a property; its attribute stands on the property or on that of an interface.</summary>
    private static OptionAttribute? OptionOf(PropertyInfo property) =>
        property.GetCustomAttribute<OptionAttribute>()
            ?? property.ReflectedType!.GetInterfaces()
                .Select(face => face.GetProperty(property.Name)?.GetCustomAttribute<OptionAttribute>())
                .FirstOrDefault(option => option is not null);

    private static CommandParameter Of(PropertyInfo property, string name, string? metaValue, bool isRequired)
    {
        var type = property.PropertyType;
        var item = type == typeof(string) ? null
            : type.IsArray ? type.GetElementType()
            : new[] { type }.Concat(type.GetInterfaces())
                .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
                .GetGenericArguments()[0];
        var single = item ?? type;
        return new CommandParameter(
            name, metaValue ?? "", Nullable.GetUnderlyingType(single) ?? single, item is not null,
            property.IsDefined(typeof(RepeatableAttribute)), isRequired);
    }
}
