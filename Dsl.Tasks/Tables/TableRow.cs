namespace SerpentDsl.Tasks;

/// <summary>A row of a table.</summary>
/// <param name="Line">Where it is: the number of its line in the file, or in a Parquet file of the row, from 1.</param>
/// <param name="Cells">The cells as text, in the order of the table's columns; null where there is none.</param>
public readonly record struct TableRow(long Line, IReadOnlyList<string?> Cells);
