using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class TrainingTests
{
    [Fact]
    public void AModelLearnsAndLeaksNothing()
    {
        manual_seed(1);
        using var model = nn.Sequential(
            nn.Linear(4, 16), nn.BatchNorm1d(16), nn.GELU(), nn.Dropout(0.05), nn.LayerNorm(16), nn.Linear(16, 3));
        using var loss = nn.CrossEntropyLoss();
        using var optimizer = optim.AdamW(model.parameters(), lr: 0.01, weight_decay: 0.01);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 200);
        using var input = randn(64, 4);
        using var target = input.argmax(1).remainder(3).@long();
        var live = new List<long>();
        var losses = new List<float>();
        for (var step = 0; step < 200; step++)
        {
            using (NewDisposeScope())
            {
                optimizer.zero_grad();
                var value = loss.call(model.call(input), target);
                value.backward();
                nn.utils.clip_grad_norm_(model.parameters(), 1.0);
                optimizer.step();
                losses.Add(value.item<float>());
            }
            scheduler.step();
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.True(losses[^1] < losses[0] / 4, $"loss went from {losses[0]} to {losses[^1]}");
        Assert.Equal(live[9], live[199]);
        Assert.Single(live.Skip(9).Distinct());
    }

    [Fact]
    public void TheSameSeedTrainsTheSameBits()
    {
        Assert.Equal(Train(), Train());

        static double[] Train()
        {
            manual_seed(2);
            using var scope = NewDisposeScope();
            using var model = nn.Sequential(nn.Embedding(5, 8), nn.Linear(8, 5));
            using var optimizer = optim.AdamW(model.parameters(), lr: 0.05);
            var tokens = arange(5);
            for (var step = 0; step < 10; step++)
            {
                model.zero_grad();
                nn.functional.cross_entropy(model.call(tokens), tokens).backward();
                optimizer.step();
            }
            return Numerics.Values(nn.utils.parameters_to_vector(model.parameters()));
        }
    }
}
