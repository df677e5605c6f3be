using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Functions;
using SerpentDsl.Generation;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Generation;

public sealed class TokenGeneratorTests
{
    private static readonly int[] s_prompt = [3, 1, 4];

    public TokenGeneratorTests() => torch.set_num_threads(1);

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
        using var generator = new TokenGenerator(model, 10, [new TokenSampler(new SamplingOptions { Temperature = 0 })]);
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
        using var generator = new TokenGenerator(model, 10, [new TokenSampler(new SamplingOptions())]);
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
        using var generator = new TokenGenerator(model, 16, [new TokenSampler(new SamplingOptions { TopK = 5 })]);
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
            using var generator = new TokenGenerator(model, 10, [new TokenSampler(new SamplingOptions { Seed = seed })]);
            return generator.Continue(s_prompt).Take(40).ToArray();
        })];
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }
}
