namespace SerpentDsl.Tasks;

/// <summary>How many rows of each split were longer than the task's greatest length and lost their ends.</summary>
/// <param name="Train">Rows of the training split.</param>
/// <param name="Validation">Rows of the validation split.</param>
/// <param name="Test">Rows of the test split.</param>
/// <param name="Consequence">What that means, as a sentence; null: nothing is known of it.</param>
public sealed record CutRows(int Train, int Validation, int Test, string? Consequence = null)
{
    /// <summary>Whether a row was cut.</summary>
    public bool Any => Train + Validation + Test > 0;
}
