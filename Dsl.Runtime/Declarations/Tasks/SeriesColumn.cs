namespace SerpentDsl.Tasks;

/// <summary>
/// A number of a series: its name, and how a model sees it, (number − <paramref name="Mean"/>) / <paramref name="Scale"/>.
/// </summary>
/// <param name="Name">The name, such as a column's heading.</param>
/// <param name="Mean">The mean over the training split; 0 to leave the number as it is.</param>
/// <param name="Scale">The standard deviation over the training split; 1 to leave the number as it is. Above 0.</param>
public sealed record SeriesColumn(string Name, double Mean = 0, double Scale = 1);
