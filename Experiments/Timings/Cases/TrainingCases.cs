using SerpentDsl.Architectures.LanguageModels;
using SerpentDsl.Architectures.Lra;
using SerpentDsl.Experiments.Timings.Models;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>
/// Training steps of declared architectures as the trainer takes them: forward pass, loss, backward pass, clipping, AdamW. Other cases
/// measure clipping and AdamW alone.
/// </summary>
internal static class TrainingCases
{
    /// <summary>
    /// Bytes that AdamW moves for each parameter: it reads the gradient, the parameter and both moments, and writes all but the gradient.
    /// </summary>
    private const double BytesPerParameter = 4 * 7;
    private const double FlopsPerParameter = 16;

    public static IEnumerable<BenchmarkCase> All =>
    [
        Step(S4Long.Spec, 4, 4096),
        Step(S4GatedLong.Spec, 4, 4096),
        Step(SerpentHalfLong.Spec, 4, 4096),
        Step(SerpentQuarterLong.Spec, 4, 4096),
        Step(S4ListOps.Spec, 16, 2000),
        Step(SerpentS4ListOps.Spec, 16, 2000),
        Step(S5ListOps.Spec, 16, 2000),
        Step(SerpentLiquidS4ListOps.Spec, 16, 2000),
        Step(MambaWikiText103.Spec, 1, 256),
        Update(SerpentS4ListOps.Spec),
        Update(MambaWikiText103.Spec),
    ];

    /// <summary>A training step on random tokens without padding.</summary>
    public static BenchmarkCase Step(ArchitectureSpec spec, int batch, int length)
    {
        var tokens = (double)batch * length;
        return new BenchmarkCase(
            $"training step {spec.Name} B={batch} L={length}",
            owned =>
            {
                var trained = owned.Own(new TrainedModel(spec));
                var (input, targets) = trained.Batch(batch, length);
                return () =>
                {
                    trained.Backward(input, targets);
                    trained.Update();
                };
            })
        {
            // Kept bytes are written once and read once.
            Work = new Work(spec.Facts.TrainingFlops * tokens, 2 * spec.Facts.TrainingBytes * tokens) + UpdateWork(spec),
            Tokens = batch * length,
            IsKernel = false,
        };
    }

    private static BenchmarkCase Update(ArchitectureSpec spec) => new(
        $"clipping and AdamW {spec.Name} parameters={spec.Parameters}",
        owned =>
        {
            var trained = owned.Own(new TrainedModel(spec));
            var (input, targets) = trained.Batch(1, Math.Min(64, spec.Head.MaxLength));
            trained.Backward(input, targets);
            return trained.Update;
        })
    {
        Work = UpdateWork(spec),
    };

    private static Work UpdateWork(ArchitectureSpec spec) => new(FlopsPerParameter * spec.Parameters, BytesPerParameter * spec.Parameters);
}
