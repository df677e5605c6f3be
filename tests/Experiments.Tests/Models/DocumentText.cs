using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The text of <see cref="CountingText"/>, in which every 0 ends a document.</summary>
public sealed class DocumentText : ILanguageTask
{
    private readonly CountingText _text = new();

    public string Name => "Documents";

    public int Vocabulary => _text.Vocabulary;

    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) => _text.Load(context, cancellation) with
    {
        DocumentEnd = 0,
    };
}
