namespace SerpentDsl.Tasks;

/// <summary>Encodes text as the rows of a task are encoded, so that a trained model can be tried on other text.</summary>
public interface ISequenceEncoder
{
    /// <summary>Encodes a text as the task's rows are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Most ids; a longer text keeps its beginning.</param>
    /// <returns>The ids, end of sequence included.</returns>
    ushort[] Encode(string text, int maxLength);

    /// <summary>A readable name of an id.</summary>
    /// <param name="token">The id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    string NameOf(int token);
}
