namespace SerpentDsl.Tasks;

/// <summary>A task whose encoding of texts depends on no data, so that a text can be shown to a model without reading any.</summary>
public interface ITextTask : ITask
{
    /// <summary>How texts become tokens.</summary>
    ISequenceEncoder Encoder { get; }
}
