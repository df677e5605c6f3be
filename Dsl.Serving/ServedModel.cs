using System.Runtime.CompilerServices;
using SerpentDsl.Generation;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;
using static TorchSharp.torch;

namespace SerpentDsl.Serving;

/// <summary>
/// A trained model for many callers at once. A thread of its own runs the model; calls take turns there, one batch of rows or one token of
/// a text at a time, so that a long text does not hold up the others.
/// </summary>
public sealed class ServedModel : IDisposable
{
    private readonly ModelThread _thread;
    private readonly Predictor? _predictor;
    private readonly TextGenerator? _generator;
    private readonly ISequenceModel? _languageModel;

    private ServedModel(ArchitectureSpec architecture, Predictor predictor)
        : this(architecture) => (_predictor, MaxLength) = (predictor, predictor.MaxLength);

    private ServedModel(ArchitectureSpec architecture, ISequenceModel languageModel, ITokenizer tokenizer)
        : this(architecture)
    {
        _languageModel = languageModel;
        _generator = new TextGenerator(
            (IStreamingModel)languageModel, tokenizer, ((LanguageModelHeadSpec)architecture.Head).Vocabulary);
        MaxLength = architecture.Head.MaxLength;
    }

    private ServedModel(ArchitectureSpec architecture)
    {
        Architecture = architecture;
        _thread = new ModelThread(architecture.Name);
    }

    /// <summary>The model's architecture.</summary>
    public ArchitectureSpec Architecture { get; }

    /// <summary>Whether it continues text; else it predicts.</summary>
    public bool IsLanguageModel => _generator is not null;

    /// <summary>Longest sequence that it was made for, in positions.</summary>
    public int MaxLength { get; }

    /// <summary>The classifier or regressor; null for a language model.</summary>
    internal Predictor? Predictor => _predictor;

    /// <summary>The thread that runs the model.</summary>
    internal ModelThread Thread => _thread;

    /// <summary>Loads the model of a run.</summary>
    /// <typeparam name="T">The declared class.</typeparam>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="TaskDataException">The folder is no run, or does not hold what turns text into ids.</exception>
    /// <exception cref="Io.SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    /// <exception cref="ArgumentException">The model answers at every position, or does not stream.</exception>
    public static ServedModel Load<T>(string run, Device? device = null)
        where T : IArchitecture => Load(TrainedRun.Open(run), T.Spec, device);

    /// <summary>Loads the model of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="architecture">The declared architecture.</param>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <param name="encoder">Turns a classifier's text into ids; null: as the run's folder says.</param>
    /// <param name="tokenizer">Turns a language model's text into ids; null: as the run's folder says.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="TaskDataException">The folder does not hold what turns text into ids.</exception>
    /// <exception cref="Io.SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    /// <exception cref="ArgumentException">The model answers at every position, or does not stream.</exception>
    public static ServedModel Load(
        TrainedRun run,
        ArchitectureSpec architecture,
        Device? device = null,
        ISequenceEncoder? encoder = null,
        ITokenizer? tokenizer = null)
    {
        if (architecture.Head is not LanguageModelHeadSpec)
        {
            return new ServedModel(architecture, Predictor.Load(run, architecture, device, encoder));
        }

        tokenizer ??= run.ReadTokenizer();
        var model = run.LoadModel(architecture, device);
        if (model is IStreamingModel)
        {
            return new ServedModel(architecture, model, tokenizer);
        }

        model.Dispose();
        throw new ArgumentException($"{architecture.Name} has a branch that reads in both directions: it cannot write token by token.");
    }

    /// <summary>Predicts from rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The predictions in the order of the rows.</returns>
    /// <exception cref="ArgumentException">A row is empty or malformed, or of another kind than the model reads.</exception>
    /// <exception cref="InvalidOperationException">It is a language model.</exception>
    public Task<IReadOnlyList<Prediction>> PredictAsync(IReadOnlyList<PredictionRow> rows, CancellationToken cancellation = default)
    {
        var predictor = _predictor ?? throw new InvalidOperationException($"{Architecture.Name} continues text; it predicts nothing.");
        return _thread.Run(() => predictor.Predict(rows, cancellation: cancellation), cancellation);
    }

    /// <summary>Continues a text.</summary>
    /// <param name="prompt">The text.</param>
    /// <param name="options">How it is continued.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <returns>The pieces as they are written; the last one says why the text ends.</returns>
    /// <exception cref="ArgumentException">The prompt has no tokens, or an option is not allowed.</exception>
    /// <exception cref="InvalidOperationException">It is no language model.</exception>
    public IAsyncEnumerable<TextPiece> GenerateAsync(
        string prompt, GenerationOptions options, CancellationToken cancellation = default)
    {
        var tokens = Encode(prompt);
        return Write(_generator!.Generate([tokens], options, cancellation), cancellation);
    }

    /// <summary>The tokens of a prompt.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    internal int[] Encode(string prompt) =>
        (_generator ?? throw new InvalidOperationException($"{Architecture.Name} predicts; it does not continue text.")).Encode(prompt);

    /// <summary>Ends the thread, after the work that waits, and frees the model.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _predictor?.Dispose();
        _languageModel?.Dispose();
    }

    private async IAsyncEnumerable<TextPiece> Write(
        IEnumerable<TextPiece> text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pieces = text.GetEnumerator();
        try
        {
            while (await _thread.Run(pieces.MoveNext, cancellation))
            {
                yield return pieces.Current;
            }
        }
        finally
        {
            // The state belongs to the thread that made it, and is freed also where the caller has left.
            await _thread.Run(
                () =>
                {
                    pieces.Dispose();
                    return true;
                },
                CancellationToken.None);
        }
    }
}
