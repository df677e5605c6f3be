namespace SerpentDsl.Specs;

/// <summary>One tensor of an architecture's checkpoints.</summary>
/// <param name="Name">Its name in the <c>state_dict</c>.</param>
/// <param name="Type">Type of its elements, such as <c>float32</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="IsBuffer">Whether it is a buffer, not trained.</param>
public sealed record WeightSpec(string Name, string Type, IReadOnlyList<long> Shape, bool IsBuffer);
