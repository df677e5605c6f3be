using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Rows that hold several documents one behind the other, read so that no document sees another: the documents become rows of their own,
/// the model reads these, and the answers go back to the places of their inputs. Exact for every model and layer, in values and gradients,
/// in training and in pieces.
/// </summary>
/// <remarks>
/// Documents of similar lengths are read together, in groups whose longest is at most twice the shortest, so that padding at most doubles
/// the work; a batch needs one pass per group, log2(length) at most.
/// </remarks>
public sealed class PackedDocuments : IDisposable
{
    private readonly long _batch;
    private readonly long _length;
    private readonly Group[] _groups;
    private readonly Tensor _places;

    private PackedDocuments(long batch, long length, Group[] groups, Tensor places) =>
        (_batch, _length, _groups, _places) = (batch, length, groups, places);

    /// <summary>Number of documents, beginnings and ends of longer ones included.</summary>
    public int Count => _groups.Sum(group => group.Documents.Length);

    /// <summary>Number of positions that a model reads, padding included.</summary>
    public long Positions => _groups.Sum(group => group.Index.NumberOfElements);

    /// <summary>Finds the documents of some rows.</summary>
    /// <param name="starts">
    /// True where a document begins, bool <c>[batch, length]</c>. The first position of a row begins one in any case for
    /// <see cref="Forward(ILanguageModel, Tensor)"/>; for <see cref="Chunk"/> it continues the piece before where this is false.
    /// </param>
    /// <param name="lengths">True lengths of the rows, int64 <c>[batch]</c>, from 0; null when nothing is padded.</param>
    /// <returns>Owned by the caller. On a GPU this waits for queued work.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static PackedDocuments Of(Tensor starts, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(starts);
        if (starts.dim() != 2 || starts.dtype != ScalarType.Bool || starts.NumberOfElements == 0)
        {
            throw new ArgumentException(
                $"Starts of documents are Bool [batch, length], not {starts.dtype} {SequenceShape.Text(starts)}.", nameof(starts));
        }

        SequenceShape.CheckPiece(nameof(PackedDocuments), starts, lengths);
        using var scope = NewDisposeScope();
        var (batch, length) = (starts.shape[0], starts.shape[1]);
        var marks = starts.cpu().contiguous().data<bool>().ToArray();
        var ends = lengths?.cpu().data<long>().ToArray() ?? [.. Enumerable.Repeat(length, (int)batch)];
        var places = new long[batch * length];
        var groups = new List<Group>();
        long first = 0;
        foreach (var documents in Grouped(Documents(marks, ends, length)))
        {
            var longest = documents[0].Length;
            groups.Add(Group.Of(documents, length, longest, starts.device));
            for (var row = 0; row < documents.Length; row++)
            {
                for (long position = 0; position < documents[row].Length; position++)
                {
                    places[(documents[row].Row * length) + documents[row].From + position] = first + (row * longest) + position;
                }
            }

            first += documents.Length * longest;
        }

        var result = tensor(places, device: starts.device).DetachFromDisposeScope();
        return new PackedDocuments(batch, length, [.. groups], result);
    }

    /// <summary>Runs a language model on every document from an empty state.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Token ids, int64 <c>[batch, length]</c>.</param>
    /// <returns>Logits <c>[batch, length, vocabulary]</c>, unspecified beyond a row's length; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The tokens do not fit the documents or the model.</exception>
    public Tensor Forward(ILanguageModel model, Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Forward(model.forward, tokens);
    }

    /// <summary>Runs a regressor that answers at every position on every document from an empty state.</summary>
    /// <param name="model">The model; without pooling.</param>
    /// <param name="values">Vectors, <c>[batch, length, inputs]</c>.</param>
    /// <returns><c>[batch, length, outputs]</c>, unspecified beyond a row's length; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The values do not fit the documents or the model, or the model pools.</exception>
    public Tensor Forward(ISequenceRegressor model, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Forward(model.forward, values);
    }

    /// <summary>Applies a layer to every document from its beginning.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="u">Features, <c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, length, features]</c>, unspecified beyond a row's length; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features do not fit the documents or the layer.</exception>
    public Tensor Forward(SequenceLayer layer, Tensor u)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Forward(layer.call, u);
    }

    /// <summary>
    /// Reads the next piece of every row: the document at its beginning continues the row's state unless it starts there, the others begin
    /// from nothing, and the last one leaves its state.
    /// </summary>
    /// <param name="model">The model; answers at every position.</param>
    /// <param name="input">Tokens <c>[batch, length]</c> or vectors <c>[batch, length, inputs]</c>.</param>
    /// <param name="state">The rows' state; changed in place. With <see cref="StreamState.ForTraining"/> gradients flow through it.</param>
    /// <returns><c>[batch, length, answers]</c>, unspecified beyond a row's length; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The input or the state does not fit, or the model pools.</exception>
    public Tensor Chunk(IStreamingModel model, Tensor input, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        CheckInput(input);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        StreamState[] parts = [.. _groups.Select(group => state.Take(group.Sources))];
        try
        {
            List<Tensor> answers = [.. _groups.Zip(parts, (group, part) => model.Chunk(Unpack(input, group), group.Lengths, part))];
            var result = Pack(answers).MoveToOuterDisposeScope();
            foreach (var (group, part) in _groups.Zip(parts))
            {
                state.Put(group.LastRows, part, group.LastDocuments);
            }

            return result;
        }
        finally
        {
            Array.ForEach(parts, part => part.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        Array.ForEach(_groups, group => group.Dispose());
    }

    private Tensor Forward(Func<Tensor, Tensor?, Tensor> run, Tensor input)
    {
        CheckInput(input);
        using var scope = NewDisposeScope();
        return Pack([.. _groups.Select(group => run(Unpack(input, group), group.Lengths))]).MoveToOuterDisposeScope();
    }

    private static Tensor Unpack(Tensor input, Group group) => input.flatten(0, 1)
        .index_select(0, group.Index.view(-1))
        .view([.. group.Index.shape, .. input.shape.Skip(2)]);

    private Tensor Pack(List<Tensor> answers)
    {
        if (answers.Any(answer => answer.dim() != 3))
        {
            throw new ArgumentException(
                "Packed documents need a model that answers at every position; one that pools answers once for a row: give it each "
                    + "document as a row of its own.");
        }

        var rows = cat([.. answers.Select(answer => answer.flatten(0, 1))], 0);
        return rows.index_select(0, _places).view(_batch, _length, rows.shape[1]);
    }

    private void CheckInput(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() < 2 || input.shape[0] != _batch || input.shape[1] != _length)
        {
            throw new ArgumentException(
                $"The documents are those of rows [{_batch}, {_length}], not {SequenceShape.Text(input)}.", nameof(input));
        }
    }

    private static List<Document> Documents(bool[] marks, long[] ends, long length)
    {
        List<Document> documents = [];
        for (var row = 0; row < ends.Length; row++)
        {
            for (long from = 0, next; from < ends[row]; from = next)
            {
                for (next = from + 1; next < ends[row] && !marks[(row * length) + next]; next++)
                {
                }

                var continues = from == 0 && !marks[row * length];
                documents.Add(new Document(row, from, next - from, continues, next == ends[row]));
            }
        }

        return documents;
    }

    // Longest first; a group ends where a document is shorter than half of the group's longest.
    private static IEnumerable<Document[]> Grouped(List<Document> documents)
    {
        List<Document> group = [];
        foreach (var document in documents.OrderByDescending(document => document.Length))
        {
            if (group.Count > 0 && 2 * document.Length < group[0].Length)
            {
                yield return [.. group];
                group.Clear();
            }

            group.Add(document);
        }

        if (group.Count > 0)
        {
            yield return [.. group];
        }
    }

    /// <summary>A document, or what a row has of one.</summary>
    private readonly record struct Document(int Row, long From, long Length, bool Continues, bool IsLast);

    /// <summary>Documents that are read together.</summary>
    /// <param name="Documents">The documents, longest first.</param>
    /// <param name="Index">Their positions in the flattened rows, int64 <c>[documents, longest]</c>; the last one repeated as
    /// padding.</param>
    /// <param name="Lengths">Their lengths, int64 <c>[documents]</c>.</param>
    /// <param name="Sources">The row whose state each continues; −1: it begins.</param>
    /// <param name="LastRows">Rows that end with one of these documents.</param>
    /// <param name="LastDocuments">Those documents' places in the group.</param>
    private sealed record Group(
        Document[] Documents, Tensor Index, Tensor Lengths, long[] Sources, long[] LastRows, long[] LastDocuments) : IDisposable
    {
        public static Group Of(Document[] documents, long length, long longest, Device device)
        {
            long[] index =
            [
                .. documents.SelectMany(document => Enumerable.Range(0, (int)longest).Select(
                    position => (document.Row * length) + document.From + long.Min(position, document.Length - 1))),
            ];
            (Document Document, int Place)[] last =
                [.. documents.Select((document, place) => (document, place)).Where(pair => pair.document.IsLast)];
            return new Group(
                documents,
                tensor(index, [documents.Length, longest], device: device).DetachFromDisposeScope(),
                tensor(documents.Select(document => document.Length).ToArray(), device: device).DetachFromDisposeScope(),
                [.. documents.Select(document => document.Continues ? document.Row : -1L)],
                [.. last.Select(pair => (long)pair.Document.Row)],
                [.. last.Select(pair => (long)pair.Place)]);
        }

        public void Dispose()
        {
            Index.Dispose();
            Lengths.Dispose();
        }
    }
}
