using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Reads the <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class TokenDecoders
{
    private static readonly (string From, string To)[] s_cleanUp =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <exception cref="FormatException">It is of a type, or has a key or a value, that is not known here.</exception>
    public static TokenDecoder Read(FileComponent component)
    {
        var type = component.Type;
        var result = type switch
        {
            "Sequence" => ReadSequence(component),
            "ByteLevel" => ReadByteLevel(component),
            "ByteFallback" => ByteFallback,
            "Fuse" => tokens => [string.Concat(tokens)],
            "Metaspace" => ReadMetaspace(component),
            "WordPiece" => ReadWordPiece(component),
            "BPEDecoder" => ReadSuffix(component),
            "Replace" => ReadReplace(component),
            "Strip" => ReadStrip(component),
            _ => throw component.UnknownType(),
        };
        component.Finish();
        return result;
    }

    /// <summary>Reads a token such as <c>&lt;0x0A&gt;</c>, which stands for a byte.</summary>
    public static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(
            token.AsSpan(3, 2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture,
            out value);
    }

    private static TokenDecoder ReadSequence(FileComponent component)
    {
        TokenDecoder[] steps = [.. component.Components("decoders").Select(Read)];
        return tokens => steps.Aggregate(tokens, (changed, step) => step(changed));
    }

    private static TokenDecoder ReadByteLevel(FileComponent component)
    {
        component.Ignore("add_prefix_space", "trim_offsets", "use_regex");
        return tokens => [Encoding.UTF8.GetString([.. tokens.SelectMany(BytesOf)])];

        static byte[] BytesOf(string token) => ByteSymbols.TryRead(token, out var bytes) ? bytes : Encoding.UTF8.GetBytes(token);
    }

    private static List<string> ByteFallback(IReadOnlyList<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                bytes.Add(value);
                continue;
            }

            Flush();
            decoded.Add(token);
        }

        Flush();
        return decoded;

        void Flush()
        {
            if (bytes.Count > 0)
            {
                byte[] run = [.. bytes];
                decoded.Add(System.Text.Unicode.Utf8.IsValid(run) ? Encoding.UTF8.GetString(run) : new string('\uFFFD', run.Length));
                bytes.Clear();
            }
        }
    }

    private static TokenDecoder ReadMetaspace(FileComponent component)
    {
        var (sign, scheme, _) = MetaspacePreTokenizer.ReadKeys(component);
        var first = scheme == MetaspacePreTokenizer.Prepend.Never ? " " : "";
        return tokens => [.. tokens.Select((token, i) => token.Replace(sign.ToString(), i == 0 ? first : " ", StringComparison.Ordinal))];
    }

    private static TokenDecoder ReadWordPiece(FileComponent component)
    {
        var (prefix, cleanUp) = (component.Text("prefix"), component.Flag("cleanup"));
        return tokens => [.. tokens.Select(Decode)];

        string Decode(string token, int index)
        {
            var text = index == 0 ? token
                : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
                : " " + token;
            return cleanUp
                ? s_cleanUp.Aggregate(text, (changed, rule) => changed.Replace(rule.From, rule.To, StringComparison.Ordinal))
                : text;
        }
    }

    private static TokenDecoder ReadSuffix(FileComponent component)
    {
        var suffix = component.Text("suffix");
        return suffix.Length == 0
            ? throw component.Wrong("suffix", "a text of at least one character")
            : tokens => [.. tokens.Select(
                (token, i) => token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
    }

    private static TokenDecoder ReadReplace(FileComponent component)
    {
        var pattern = FilePattern.Read(component.Object("pattern"));
        var content = component.Text("content");
        return tokens => [.. tokens.Select(token => pattern.Replace(token, content))];
    }

    private static TokenDecoder ReadStrip(FileComponent component)
    {
        var content = component.Character("content");
        var (start, stop) = (component.Number("start"), component.Number("stop"));
        return tokens => [.. tokens.Select(Strip)];

        string Strip(string token)
        {
            for (var i = 0; i < start && token.StartsWith(content, StringComparison.Ordinal); i++)
            {
                token = token[content.Length..];
            }

            for (var i = 0; i < stop && token.EndsWith(content, StringComparison.Ordinal); i++)
            {
                token = token[..^content.Length];
            }

            return token;
        }
    }
}
