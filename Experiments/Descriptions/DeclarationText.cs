using System.Reflection;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>
/// A declaration as C#, written from what is known of the compiled class: what a run keeps of the class that was trained, also where that
/// was a variant of another one.
/// </summary>
internal static class DeclarationText
{
    private const string Suffix = "Attribute";

    /// <summary>The lines of the declaration: the attributes with the options that are set, and the class.</summary>
    public static IReadOnlyList<string> Of(ArchitectureSpec architecture) =>
    [
        .. architecture.Options.GroupBy(option => option.Owner).Select(owner => LineOf([.. owner])),
        $"public sealed partial class {architecture.Name};",
    ];

    private static string LineOf(OptionSpec[] options)
    {
        var name = options[0].Attribute;
        var type = TypeOf(name);
        string[] parameters =
        [
            .. type?.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters()
                .Select(parameter => parameter.Name!) ?? [],
        ];
        string[] arguments =
        [
            .. parameters.Join(
                options, parameter => parameter, option => option.Name, (parameter, option) => $"{parameter}: {ValueOf(option, type)}",
                StringComparer.OrdinalIgnoreCase),
            .. options.Where(option => option.IsSet && !parameters.Contains(option.Name, StringComparer.OrdinalIgnoreCase))
                .Select(option => $"{option.Name} = {ValueOf(option, type)}"),
        ];
        return arguments.Length == 0 ? $"[{name}]" : $"[{name}({string.Join(", ", arguments)})]";
    }

    /// <summary>The class of an attribute, from this library or from the assembly of a backend; null if it is not found.</summary>
    private static Type? TypeOf(string attribute) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic)
        .SelectMany(TypesOf)
        .FirstOrDefault(type => type.Name == attribute + Suffix && type.IsAssignableTo(typeof(Attribute))
            && (type.Namespace == typeof(BackboneAttribute).Namespace || type.IsAssignableTo(typeof(BranchAttribute))));

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception problem) when (problem is IOException or TypeLoadException or NotSupportedException)
        {
            // An assembly that refers to one that is not there; the attribute is not in it.
            return [];
        }
    }

    // Values of enums are known without the name of their type.
    private static string ValueOf(OptionSpec option, Type? attribute) =>
        attribute?.GetProperty(option.Name)?.PropertyType is { IsEnum: true } type ? $"{type.Name}.{option.Value}" : option.Value;
}
