namespace SerpentDsl.Tasks;

/// <summary>How a task turns text into what a model reads: for trying a trained model on other text.</summary>
public interface ISequenceEncoder
{
    /// <summary>Encodes a text as the task's rows are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Most ids; a longer text keeps its beginning.</param>
    /// <returns>The ids, end of sequence included.</returns>
    ushort[] Encode(string text, int maxLength);

    /// <summary>What an id stands for, for people.</summary>
    /// <param name="token">The id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    string NameOf(int token);
}
