using System.Text;
using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// A tokenizer as a <c>tokenizer.json</c> describes it, with the results of the Hugging Face library: added tokens are cut out, the rest is
/// normalised, cut into pieces and encoded by the model, and marks are put around the ids. Decoding leaves special tokens out.
/// </summary>
internal sealed class FileTokenizer : ITokenizer
{
    private readonly TextNormalizer? _normalizer;
    private readonly PreTokenizer? _preTokenizer;
    private readonly PostProcessor? _postProcessor;
    private readonly TokenDecoder? _decoder;
    private readonly bool _isByteLevel;
    private readonly TokenModel _model;
    private readonly AddedTokens _added;
    private readonly string[] _names;
    private readonly bool[] _isSpecial;
    private readonly byte[]?[] _bytes;

    /// <param name="json">The content of the file.</param>
    /// <param name="root">The same, parsed.</param>
    /// <param name="folder">The folder with the files that may name the end of text; null: none.</param>
    /// <exception cref="FormatException">It is malformed, or asks for what is not known here; the message names it.</exception>
    public FileTokenizer(string json, JsonElement root, string? folder)
    {
        Json = json;
        var file = new FileComponent(root, "JSON");
        if (file.TextOrNull("version") is { } version && version != "1.0")
        {
            throw new FormatException($"it has the version '{version}'; 1.0 is known here.");
        }

        foreach (var key in new[] { "truncation", "padding" }.Where(file.Has))
        {
            throw new FormatException($"it has a '{key}', which is not known here; set it to null.");
        }

        _model = TokenModel.Read(Part(file, "model") ?? throw new FormatException("it has no model."));
        _normalizer = Part(file, "normalizer") is { } normalizer ? TextNormalizers.Read(normalizer) : null;
        _preTokenizer = Part(file, "pre_tokenizer") is { } preTokenizer ? PreTokenizers.Read(preTokenizer) : null;
        if (Part(file, "decoder") is { } decoder)
        {
            _isByteLevel = decoder.Type == "ByteLevel";
            _decoder = TokenDecoders.Read(decoder);
        }

        var added = file.Has("added_tokens")
            ? file.List("added_tokens").Select((token, i) => new FileComponent(token, $"added_tokens[{i}]"))
            : [];
        _added = AddedTokens.Read(added, _model.Ids, _normalizer);
        _names = Names(_model.Ids, _added);
        _postProcessor = Part(file, "post_processor") is { } postProcessor ? PostProcessors.Read(postProcessor, _names.Length) : null;
        file.Finish();
        _isSpecial = new bool[_names.Length];
        foreach (var token in _added.All)
        {
            _isSpecial[token.Id] = token.Special;
        }

        _bytes = new byte[_names.Length][];
        EndOfText = EndOfTextFiles.Find(this, folder);
    }

    /// <summary>The content of the file that it was read from.</summary>
    public string Json { get; }

    /// <inheritdoc/>
    public int Vocabulary => _names.Length;

    /// <inheritdoc/>
    public int? EndOfText { get; }

    /// <summary>The tokens that are cut out of text.</summary>
    public IEnumerable<AddedToken> Added => _added.All;

    /// <summary>The id of a token; null if there is none of this name.</summary>
    public int? IdOf(string name) => _model.Ids.TryGetValue(name, out var id)
        ? id
        : _added.All.FirstOrDefault(token => token.Content == name)?.Id;

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        // A lone surrogate is no character; UTF-8 writes U+FFFD for it.
        text = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        var ids = new List<int>();
        foreach (var part in _added.CutRaw(new TextPart(text, AtStart: true)))
        {
            if (part.Token >= 0)
            {
                ids.Add(part.Token);
                continue;
            }

            foreach (var cut in _added.CutNormalized(_normalizer is null ? part : part with { Text = _normalizer(part.Text) }))
            {
                Encode(cut, ids);
            }
        }

        return [.. _postProcessor?.Invoke(ids) ?? ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var names = new List<string>(tokens.Length);
        foreach (var token in tokens)
        {
            if (!_isSpecial[Require(token)])
            {
                names.Add(_names[token]);
            }
        }

        return Join(names);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => _bytes[Require(token)] ??= FindBytes(token);

    private static FileComponent? Part(FileComponent file, string key) =>
        file.Has(key) ? new FileComponent(file.Required(key), key) : null;

    /// <summary>The names of all ids. Every id from 0 has one.</summary>
    private static string[] Names(IReadOnlyDictionary<string, int> ids, AddedTokens added)
    {
        var all = new Dictionary<string, int>(ids, StringComparer.Ordinal);
        foreach (var token in added.All)
        {
            all[token.Content] = token.Id;
        }

        return VocabularyOrder.Of(all);
    }

    private void Encode(TextPart part, List<int> ids)
    {
        if (part.Token >= 0)
        {
            ids.Add(part.Token);
            return;
        }

        foreach (var piece in _preTokenizer?.Invoke(part) ?? [part])
        {
            if (piece.Text.Length > 0)
            {
                _model.Encode(piece.Text, ids);
            }
        }
    }

    private string Join(IReadOnlyList<string> names) => _decoder is null ? string.Join(' ', names) : string.Concat(_decoder(names));

    /// <summary>The bytes of a token inside a text: what it adds between two others.</summary>
    private byte[] FindBytes(int token)
    {
        const string Other = "a";
        var name = _names[token];
        if (_isSpecial[token])
        {
            return Encoding.UTF8.GetBytes(name);
        }

        if (_isByteLevel)
        {
            return ByteSymbols.TryRead(name, out var bytes) ? bytes : Encoding.UTF8.GetBytes(name);
        }

        if (TokenDecoders.TryReadByte(name, out var value) && Join([name]) == "\uFFFD")
        {
            return [value];
        }

        var (with, without) = (Join([Other, name, Other]), Join([Other, Other]));
        return Encoding.UTF8.GetBytes(with, Other.Length, Math.Max(0, with.Length - without.Length));
    }

    private int Require(int token) => (uint)token < (uint)_names.Length
        ? token
        : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is no token; they are 0 … {_names.Length - 1}.");
}
