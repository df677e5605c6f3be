using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>A constant of the generated class <c>Shapes</c>.</summary>
internal sealed record ShapeConstant(string Type, string Name, string Value, string Summary)
{
    public static ShapeConstant Integer(string name, int value, string summary) => new("int", name, Numbers.Literal(value), summary);

    public static ShapeConstant Real(string name, double value, string summary) => new("double", name, Numbers.Literal(value), summary);
}
