namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// Marks an option of type string that may be given several times. Its value is that of all its occurrences, separated by
/// <see cref="RepeatedOptions.Separator"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RepeatableAttribute : Attribute;
