using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace VerifyTests;

/// <summary>Names the files of a test: type, method, parameters.</summary>
internal static class FilePrefix
{
    private static readonly ConcurrentDictionary<string, bool> s_used = new(StringComparer.OrdinalIgnoreCase);

    // The characters that some file system refuses, whatever the present one does: a snapshot must be checked out everywhere.
    private const string Invalid = "\"\\<>|:*?/";

    public static string Of(VerifySettings settings, MethodInfo method) =>
        settings.FileName ??
        $"{settings.TypeName ?? NameWithParent(method.ReflectedType!)}."
            + $"{settings.MethodName ?? method.Name}{ParametersOf(settings, method)}";

    /// <summary>Two verifications of a run that share a file would overwrite each other's received text.</summary>
    public static void RequireUnique(VerifySettings settings, string path)
    {
        if (settings.UniquePrefixRequired && VerifierSettings.UniquePrefixRequired && !s_used.TryAdd(path, true))
        {
            throw new InvalidOperationException(
                $"The prefix has already been used: {path}. A parametrised test needs UseParameters, two verifications in one test need " +
                "UseMethodName or UseTextForParameters; DisableRequireUniquePrefix allows it.");
        }
    }

    private static string NameWithParent(Type type) => type.IsNested ? $"{type.ReflectedType!.Name}.{type.Name}" : type.Name;

    private static string ParametersOf(VerifySettings settings, MethodInfo method)
    {
        if (settings.ParametersText is { } text)
        {
            return "_" + text;
        }

        if (settings.Parameters is not { } values)
        {
            return "";
        }

        var parameters = method.GetParameters();
        if (values.Length > parameters.Length)
        {
            throw new InvalidOperationException(
                $"The number of passed in parameters ({values.Length}) must not exceed the number of parameters for the method "
                    + $"({parameters.Length}).");
        }

        StringBuilder suffix = new();
        foreach (var (parameter, value) in parameters.Zip(values))
        {
            suffix.Append('_').Append(parameter.Name).Append('=');
            foreach (var letter in Convert.ToString(value, CultureInfo.InvariantCulture) is { } shown && value is not null ? shown : "null")
            {
                suffix.Append(Invalid.Contains(letter) || char.IsControl(letter) ? '-' : letter);
            }
        }

        return suffix.ToString();
    }
}
