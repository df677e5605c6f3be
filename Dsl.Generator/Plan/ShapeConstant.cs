namespace SerpentDsl.Generator.Plan;

/// <summary>A constant of the generated class <c>Shapes</c>.</summary>
internal sealed record ShapeConstant(string Type, string Name, string Value, string Summary);
