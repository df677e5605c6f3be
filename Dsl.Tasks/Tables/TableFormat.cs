namespace SerpentDsl.Tasks;

/// <summary>The form of a file with rows and named columns.</summary>
public enum TableFormat
{
    /// <summary>Text with a delimiter between cells, CSV as in RFC 4180: a cell in quotes may hold delimiters and line ends.</summary>
    Delimited,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
