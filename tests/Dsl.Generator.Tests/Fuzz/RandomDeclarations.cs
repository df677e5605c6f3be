using System.Reflection;
using SerpentDsl.Layers;

namespace SerpentDsl.Generator.Tests.Fuzz;

/// <summary>
/// Draws declarations from a grammar: attributes missing, repeated, of wrong types, huge, negative, not a number; odd identifiers,
/// keywords, nested, generic, in several parts and files; backends of the user's own, most of them broken somewhere. The attributes of the
/// runtime are found by reflection, so that new ones are drawn as soon as there are any.
/// </summary>
internal sealed partial class RandomDeclarations(Random random)
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.ComponentModel; using System.ComponentModel.DataAnnotations; using "
            + "SerpentDsl; using SerpentDsl.Layers; using SerpentDsl.Ssm; using SerpentDsl.Tasks; using static TorchSharp.torch;\n";

    private static readonly Type[] s_attributes =
    [
        .. typeof(SequenceLayer).Assembly.GetExportedTypes()
            .Where(type => type is { Namespace: "SerpentDsl", IsAbstract: false } && typeof(Attribute).IsAssignableFrom(type) &&
                type.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn.HasFlag(AttributeTargets.Class) &&
                !type.Name.StartsWith("Layer", StringComparison.Ordinal) && type != typeof(BranchLayerAttribute))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly Type[] s_branches = [.. s_attributes.Where(type => typeof(BranchAttribute).IsAssignableFrom(type))];

    private static readonly Type[] s_heads =
    [
        .. s_attributes.Where(type => type.Name is
            "SequenceClassifierAttribute" or "PairClassifierAttribute" or "LanguageModelAttribute" or "SequenceRegressorAttribute"),
    ];

    private static readonly string[] s_names =
        [
            "Model",
            "@class",
            "Größe",
            "torch",
            "Tensor",
            "Block",
            "forward",
            "_",
            "日本",
            "@int",
            "Shapes",
            "S4",
            "SerpentDsl",
            "System",
            "record1",
            "İ",
            "Spec",
            "LongName" + new string('x', 200)
        ];

    private static readonly string[] s_wild =
    [
        "0",
        "-1",
        "int.MaxValue",
        "int.MinValue",
        "2147483648L",
        "1_000_000_007",
        "'a'",
        "3 + 4",
        "sizeof(long)",
        "nameof(Norm)",
        "null",
        "default",
        "double.NaN",
        "1e308",
        "-0.0",
        "double.PositiveInfinity",
        "double.NegativeInfinity",
        "double.Epsilon",
        "\"text\"",
        "true",
        "typeof(int)",
        "typeof(List<>)",
        "typeof(Missing)",
        "new[] { 1 }",
        "(Norm)9",
        "Norm.Rms",
        "1f",
        "18446744073709551615",
    ];

    private static readonly string[] s_expressions =
        [
            "1",
            "Features",
            "Taps",
            "Taps * Features",
            "Features / Taps",
            "Log2(Taps - 4)",
            "Min(1, Taps)",
            "Missing",
            "1 +",
            "((",
            "",
            "9223372036854775807 * 2",
            "Features - 100",
            "Length",
            "Directions",
            "0.5",
            "MaxLength",
            "Taps == 1 ? Features : 0",
            "Taps == One",
            "Features > 3 ? 1",
            "Taps ? 1 : 1 / 0",
            "Taps == Batch || Taps == Rms ? 1 : 2",
            new string('(', 300)
        ];

    /// <summary>The files of the next declaration.</summary>
    public string[] Next()
    {
        var name = Chance(4) ? Pick(s_names) : "Model";
        var attributes = DrawAttributes();
        var backend = Chance(4) ? DrawBackend() : "";
        if (backend.Length > 0 && !Chance(5))
        {
            attributes.Add(Chance(3) ? $"[Echo(Taps = {Value(typeof(int))})]" : "[Echo]");
        }

        var space = Chance(6) ? "" : Chance(8) ? "namespace @event.Größe;\n" : "namespace Demo;\n";
        if (!Chance(8))
        {
            return [Usings + space + Nest(string.Join("\n", attributes) + "\n" + DrawClass(name)) + "\n" + backend];
        }

        // In two parts, in two files.
        var half = random.Next(attributes.Count + 1);
        return
        [
            Usings + space + string.Join("\n", attributes.Take(half)) + $"\npartial class {name};",
            Usings + space + string.Join("\n", attributes.Skip(half)) + "\n" + DrawClass(name) + "\n" + backend,
        ];
    }

    private List<string> DrawAttributes()
    {
        List<string> drawn = [];
        if (!Chance(30))
        {
            drawn.Add(Draw(Chance(15) ? typeof(VariantOfAttribute) : Pick(s_heads)));
        }

        if (!Chance(30))
        {
            drawn.Add(Draw(typeof(BackboneAttribute)));
        }

        for (var branches = Chance(30) ? 0 : Pick(1, 1, 1, 2, 3); branches > 0; branches--)
        {
            drawn.Add(Draw(Pick(s_branches)));
        }

        // Anything else that can stand on a class, and now and then the same again.
        while (Chance(8))
        {
            drawn.Add(Draw(Pick(s_attributes)));
        }

        if (Chance(20) && drawn.Count > 0)
        {
            drawn.Add(Pick([.. drawn]));
        }

        return drawn;
    }

    private string Draw(Type attribute)
    {
        // The one with all arguments is what stands alone; without them an attribute only overrides another architecture's.
        var constructor = Chance(8)
            ? Pick(attribute.GetConstructors())
            : attribute.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        List<string> arguments = [];
        var named = Chance(2);
        foreach (var parameter in constructor.GetParameters())
        {
            if (!Chance(150))
            {
                arguments.Add((named ? parameter.Name + ": " : "") + Value(parameter.ParameterType));
            }
        }

        foreach (var property in attribute.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            // What the constructor takes is seldom given twice.
            var isTaken = constructor.GetParameters().Any(
                parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (Chance(16) && (!isTaken || Chance(16)))
            {
                arguments.Add($"{property.Name} = {Value(property.PropertyType)}");
            }
        }

        return $"[{attribute.Name[..^"Attribute".Length]}{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")}]";
    }

    private string Value(Type type)
    {
        if (Chance(50))
        {
            return Pick(s_wild);
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return type.Name + "." + Pick(Enum.GetNames(type));
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Pick("true", "false"),
            TypeCode.Double or TypeCode.Single => Pick("0.5", "0.25", "0.1", "1", "1e-3", "0.9"),
            TypeCode.String => Pick("\"text\"", "\"\"", "null", "\"a\\\"b\\n\"", "\"</summary>\""),
            TypeCode.Int32 or TypeCode.Int64 => Pick("1", "2", "4", "8", "8", "8", "16", "24", "24", "24", "64", "96", "100", "3"),
            _ => type == typeof(Type) ? Pick("typeof(ListOpsLike)", "typeof(Model)", "typeof(int)") : "null",
        };
    }

    private string DrawClass(string name)
    {
        var modifiers = Chance(25)
            ? Pick("static ", "abstract ", "file ", "sealed ", "unsafe ", "private ")
            : Pick("public sealed ", "internal ", "");
        var partial = Chance(25) ? "" : "partial ";
        var kind = Chance(30) ? Pick("record", "struct", "interface", "record struct") : "class";
        var generic = Chance(30) ? "<T>" : "";
        var bases = Chance(20)
            ? " : " + Pick("object", "List<int>", "IDisposable", "Missing", "SerpentDsl.Layers.SequenceLayer", "Module<Tensor, Tensor>")
            : "";
        var body = Chance(6) ? $"\n{{\n    {DrawMember(name)}\n}}" : ";";
        return $"{modifiers}{partial}{kind} {name}{generic}{bases}{body}";
    }

    private string DrawMember(string name) => Pick(
        "public int forward => 1;",
        $"public {name}() {{ }}",
        "public int Own => 3;",
        "private int blocks;",
        "public void Dispose() { }",
        "public const int torch = 1;",
        "public class Shapes;",
        "~Model() { }",
        "public static int Parse(string text) => 0;");

    private string Nest(string declaration)
    {
        for (var depth = Chance(6) ? random.Next(1, 4) : 0; depth > 0; depth--)
        {
            var partial = Chance(10) ? "" : "partial ";
            declaration =
                $"public {partial}{Pick("class", "class", "struct", "interface", "record", "static class")} "
                    + $"Outer{depth}{(Chance(20) ? "<T>" : "")}\n{{\n{declaration}\n}}";
        }

        return declaration;
    }

    private static string Quote(string text) => $"\"{text}\"";

    /// <summary>Once in so many times.</summary>
    private bool Chance(int times) => random.Next(times) == 0;

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
