using System.Text;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class BytePairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static BytePairTokenizer Train(string text, int vocabulary, bool lineByLine = false) =>
        BytePairTrainer.Train([Encoding.UTF8.GetBytes(text)], vocabulary, lineByLine);

    private static string[] Names(BytePairTokenizer tokenizer) =>
        [.. tokenizer.Merges.Select(merge => Encoding.UTF8.GetString(tokenizer.BytesOf(merge.Merged)))];

    [Fact]
    public void Merges_are_those_worked_out_by_hand()
    {
        // Words: "low" once, " low" 4 times, " lower" twice, " newest" 3 times. First lo and ow come 7 times, and l has the smaller id; in
        // the end all pairs of " newest" come 3 times, and e is the smallest id, with s before w; then n is.
        var tokenizer = Train("low low low low low lower lower newest newest newest", 262);
        Assert.Equal(262, tokenizer.Vocabulary);
        Assert.Equal(["lo", "low", " low", "es", "ew", "new"], Names(tokenizer));
        Assert.Equal([" low", "e", "r"], tokenizer.Encode(" lower").Select(token => Encoding.UTF8.GetString(tokenizer.BytesOf(token))));
    }

    [Fact]
    public void Nothing_is_merged_that_occurs_once()
    {
        var tokenizer = Train("abc xyz", 300);
        Assert.Equal((256, 0), (tokenizer.Vocabulary, tokenizer.Merges.Count));
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 320)]
    [InlineData(3, 400)]
    [InlineData(4, 500)]
    [InlineData(5, 280)]
    public void Merges_equal_those_of_a_naive_trainer(int seed, int vocabulary)
    {
        var random = new Random(seed);
        var alphabet = seed % 2 == 0 ? "ab" : "abcdé";
        var text = string.Join(' ', Enumerable.Range(0, 400).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => alphabet[random.Next(alphabet.Length)]))));
        Assert.Equal(NaiveMerges(text, vocabulary), Names(Train(text, vocabulary)));
    }

    [Fact]
    public void Threads_and_the_cut_into_blocks_do_not_matter()
    {
        var random = new Random(3);
        string[] lines =
        [
            .. Enumerable.Range(0, 500).Select(_ => string.Join(' ', Enumerable.Range(0, 8).Select(_ => $"w{random.Next(60)}")) + "\n")
        ];
        byte[][] blocks = [.. lines.Select(Encoding.UTF8.GetBytes)];
        var whole = Train(string.Concat(lines), 350, lineByLine: true);
        Assert.Equal(whole.Merges, BytePairTrainer.Train(blocks, 350, lineByLine: true).Merges);
        Assert.Equal(whole.Merges, BytePairTrainer.Train(blocks.Reverse(), 350, lineByLine: true).Merges);
    }

    [Fact]
    public void Line_by_line_no_token_spans_two_lines()
    {
        var text = string.Concat(Enumerable.Repeat(" a line . \n \n", 50));
        var tokenizer = Train(text, 300, lineByLine: true);
        Assert.All(tokenizer.Encode(text), token => Assert.DoesNotContain((byte)'\n', tokenizer.BytesOf(token).ToArray().SkipLast(1)));
        Assert.Contains(Train(text, 300).Encode(text), token => Train(text, 300).BytesOf(token).Count((byte)'\n') > 1);
    }

    [Fact]
    public void Any_bytes_come_back()
    {
        var tokenizer = Train(string.Concat(Enumerable.Repeat("some text é東🐍 to learn from, twice over ", 30)), 320);
        var random = new Random(4);
        for (var trial = 0; trial < 2_000; trial++)
        {
            var bytes = new byte[random.Next(50)];
            random.NextBytes(bytes);
            Assert.Equal(bytes, tokenizer.Encode(bytes.AsSpan()).SelectMany(token => tokenizer.BytesOf(token).ToArray()));
            var text = Encoding.UTF8.GetString(bytes) + " some text é東🐍";
            Assert.Equal(text, ((ITokenizer)tokenizer).Decode(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void A_long_piece_is_merged_like_a_short_one_and_in_good_time()
    {
        var tokenizer = Train(string.Concat(Enumerable.Repeat("aaaaaaaa ", 20)), 260);
        Assert.Equal(["aa", "aaaa", "aaaaaaaa"], Names(tokenizer).Where(name => !name.Contains(' ')));
        var ids = tokenizer.Encode(new string('a', 800_003));
        Assert.Equal(100_000 + 2, ids.Length);
        Assert.Equal([1, 2], ids.TakeLast(2).Select(id => tokenizer.BytesOf(id).Length).Order());
    }

    [Fact]
    public void Many_threads_encode_at_once()
    {
        var text = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"word{i % 500} "));
        var tokenizer = Train(text, 400);
        var expected = Train(text, 400).Encode(text);
        Parallel.For(0, 16, _ => Assert.Equal(expected, tokenizer.Encode(text)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read_again(bool lineByLine)
    {
        var tokenizer = Train(string.Concat(Enumerable.Repeat("écrit \"quoted\" \\ text\n", 40)), 300, lineByLine);
        TokenizerFile.Write(_folder["tokenizer.json"], tokenizer);
        var read = Assert.IsType<BytePairTokenizer>(TokenizerFile.Read(_folder["tokenizer.json"]));
        Assert.Equal((tokenizer.Vocabulary, lineByLine), (read.Vocabulary, read.LineByLine));
        var all = Enumerable.Range(0, tokenizer.Vocabulary);
        Assert.Equal(tokenizer.Merges, read.Merges);
        Assert.Equal(all.Select(id => tokenizer.BytesOf(id).ToArray()), all.Select(id => read.BytesOf(id).ToArray()));
        Assert.Equal(TokenizerFile.ToJson(tokenizer), TokenizerFile.ToJson(read));
    }

    [Fact]
    public void Merges_as_pairs_are_read()
    {
        var json = TokenizerFile.ToJson(Train("abab abab", 257)).Replace("\"a b\"", "[\"a\", \"b\"]");
        Assert.Equal([256, 256], Assert.IsType<BytePairTokenizer>(TokenizerFile.FromJson(json)).Encode("abab"));
    }

    [SharedDataFact(SharedData.Gpt2)]
    public void The_tokenizer_of_gpt2_gives_its_known_ids()
    {
        var tokenizer = TokenizerFile.ReadGpt2(SharedData.Find(SharedData.Gpt2)!, SharedData.Find("gpt2_bpe/vocab.bpe.gz")!);
        Assert.Equal((50_257, 50_000), (tokenizer.Vocabulary, tokenizer.Merges.Count));
        Assert.Equal([262], tokenizer.Encode(" the"));
        Assert.Equal([198], tokenizer.Encode("\n"));
        Assert.Equal([50_256], tokenizer.Encode("<|endoftext|>"));
        Assert.Equal([15_496, 11, 995, 0], tokenizer.Encode("Hello, world!"));
        Assert.Equal([15_496, 995], tokenizer.Encode("Hello world"));
        var text = "It's 2024: naïve 東京 🐍\n\n  don't\t  stop   ";
        Assert.Equal(text, ((ITokenizer)tokenizer).Decode(tokenizer.Encode(text)));
        Assert.Equal(TokenizerFile.ToJson(tokenizer), TokenizerFile.ToJson(TokenizerFile.FromJson(TokenizerFile.ToJson(tokenizer))));
    }

    /// <summary>Counts all pairs again before every merge.</summary>
    private static string[] NaiveMerges(string text, int vocabulary)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var words = new List<List<int>>();
        List<byte[]> tokens = [.. ByteSymbols.InOrder.Select(value => new[] { value })];
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = TextPieces.EndOf(bytes, start);
            words.Add([.. bytes[start..end].Select(value => tokens.FindIndex(token => token[0] == value))]);
        }

        var names = new List<string>();
        while (tokens.Count < vocabulary)
        {
            var counts = new Dictionary<(int, int), int>();
            foreach (var word in words)
            {
                for (var i = 1; i < word.Count; i++)
                {
                    counts[(word[i - 1], word[i])] = counts.GetValueOrDefault((word[i - 1], word[i])) + 1;
                }
            }

            if (counts.Count == 0 || counts.Values.Max() < 2)
            {
                break;
            }

            var (left, right) = counts.Where(pair => pair.Value == counts.Values.Max()).Min(pair => pair.Key);
            byte[] merged = [.. tokens[left], .. tokens[right]];
            var id = tokens.FindIndex(token => token.AsSpan().SequenceEqual(merged));
            if (id < 0)
            {
                id = tokens.Count;
                tokens.Add(merged);
            }

            names.Add(Encoding.UTF8.GetString(merged));
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] = id;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return [.. names];
    }
}
