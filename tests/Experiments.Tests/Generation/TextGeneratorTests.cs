using SerpentDsl.Experiments.Generation;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Functions;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Generation;

public sealed class TextGeneratorTests
{
    private static readonly int[] s_prompt = [3, 1, 4];

    public TextGeneratorTests() => torch.set_num_threads(1);

    private static TinyLanguage Model()
    {
        torch.manual_seed(5);
        var model = new TinyLanguage();
        model.eval();
        return model;
    }

    [Fact]
    public void Greedy_steps_write_what_the_whole_form_predicts()
    {
        using var model = Model();
        using var generator = new TextGenerator(model, 10, new TokenSampler(0, 0, 1), torch.CPU);
        int[] text = [.. s_prompt, .. generator.Continue(s_prompt).Take(29)];
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var logits = model.forward(torch.tensor(text.Select(token => (long)token).ToArray()).unsqueeze(0));
        var predicted = logits.argmax(2).view(-1).data<long>().ToArray();
        Assert.Equal(predicted.Skip(s_prompt.Length - 1).SkipLast(1), text.Skip(s_prompt.Length).Select(token => (long)token));
    }

    [Fact]
    public void Ten_thousand_tokens_need_no_more_memory_than_ten()
    {
        using var model = Model();
        using var generator = new TextGenerator(model, 10, new TokenSampler(1, 0, 1), torch.CPU);
        using var tokens = generator.Continue(s_prompt).GetEnumerator();
        var seen = new HashSet<int>();
        var (live, state) = Write(500);
        var resident = Environment.WorkingSet;
        Assert.Equal((live, state), Write(9_500));
        Assert.InRange(Environment.WorkingSet, 0, resident + (16L << 20));
        Assert.Equal(10, seen.Count);

        (long, long) Write(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(tokens.MoveNext());
                seen.Add(tokens.Current);
            }

            return (LeakCheck.LiveTensors, generator.StateBytes);
        }
    }

    [Fact]
    public void A_token_of_a_Mamba_leaves_no_garbage()
    {
        torch.manual_seed(6);
        using var model = new TinyMambaLm();
        model.eval();
        using var generator = new TextGenerator(model, 16, new TokenSampler(1, 5, 1), torch.CPU);
        using var tokens = generator.Continue(s_prompt).GetEnumerator();
        for (var i = 0; i < 20; i++)
        {
            tokens.MoveNext();
        }

        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => tokens.MoveNext(), 1_000);
        }
    }

    [Fact]
    public void The_same_seed_writes_the_same_text()
    {
        using var model = Model();
        int[][] texts = [.. new long[] { 7, 7, 8 }.Select(seed =>
        {
            using var generator = new TextGenerator(model, 10, new TokenSampler(1, 0, seed), torch.CPU);
            return generator.Continue(s_prompt).Take(40).ToArray();
        })];
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public void Draws_have_the_frequencies_of_the_softmax()
    {
        var sampler = new TokenSampler(0.5, 3, 1);
        float[] logits = [0, 1, 0.5f, -1];
        double[] weights = [.. logits.Select(logit => logit == -1 ? 0 : Math.Exp(logit / 0.5))];
        var counts = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            counts[sampler.Draw(logits)]++;
        }

        Assert.All(counts.Zip(weights), pair => Assert.Equal(pair.Second / weights.Sum(), pair.First / 20_000.0, 0.015));
    }

    [Fact]
    public void Temperature_zero_takes_the_likeliest() => Assert.Equal(1, new TokenSampler(0, 0, 1).Draw([0, 2, 2, 1]));

    [Fact]
    public void What_is_no_number_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new TokenSampler(1, 0, 1).Draw([0, float.NaN]));
}
