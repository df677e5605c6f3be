using System.Diagnostics;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Training;

/// <summary>The progress of a training: its counters and scores.</summary>
internal sealed class TrainingProgress
{
    private readonly Stopwatch _time = new();
    private readonly List<double> _scores = [];
    private TimeSpan _before;

    /// <summary>Number of steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>Number of the current epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Number of batches of the current epoch that were trained on.</summary>
    public int BatchesTaken { get; private set; }

    /// <summary>Whether the current epoch was evaluated. Then the next epoch begins, or the training ends.</summary>
    public bool IsEvaluated { get; set; }

    /// <summary>The best evaluation; null before the first one.</summary>
    public EvaluationMetrics? Best { get; set; }

    /// <summary>Means over the steps since the last line of metrics.</summary>
    public StepWindow LogWindow { get; } = new();

    /// <summary>Means over the steps of the current epoch.</summary>
    public StepWindow EpochWindow { get; } = new();

    /// <summary>Duration of the training, without pauses between interruption and resumption.</summary>
    public TimeSpan Elapsed => _before + _time.Elapsed;

    /// <summary>Starts the clock.</summary>
    public void Start() => _time.Start();

    /// <summary>Begins the next epoch.</summary>
    public void BeginEpoch() => (Epoch, BatchesTaken, IsEvaluated) = (Epoch + 1, 0, false);

    /// <summary>Counts a step.</summary>
    public void Took(StepSample sample)
    {
        Step++;
        BatchesTaken++;
        EpochWindow.Add(sample);
        LogWindow.Add(sample);
    }

    /// <summary>Records the validation score of an epoch.</summary>
    /// <param name="score">The epoch's validation score.</param>
    public void Scored(double score) => _scores.Add(score);

    /// <summary>The progress as a training state.</summary>
    /// <param name="compression">Sums of the compression rates since the last reading.</param>
    /// <param name="optimizerSteps">Number of optimizer steps of each parameter.</param>
    /// <param name="metricsBytes">Length of the metrics file, in bytes.</param>
    public TrainingState State(
        IReadOnlyDictionary<string,
        CompressionSum> compression,
        IReadOnlyDictionary<string,
        long> optimizerSteps,
        long metricsBytes) => new()
        {
            BatchesTaken = BatchesTaken,
            IsEvaluated = IsEvaluated,
            Scores = _scores,
            Best = Best,
            LogWindow = LogWindow.Totals,
            EpochWindow = EpochWindow.Totals,
            Compression = compression,
            OptimizerSteps = optimizerSteps,
            Seconds = Elapsed.TotalSeconds,
            MetricsBytes = metricsBytes,
        };

    /// <summary>Continues from a saved state.</summary>
    /// <param name="about">The metadata of the state's file.</param>
    /// <param name="state">The state.</param>
    public void Restore(Checkpoint about, TrainingState state)
    {
        (Step, Epoch, BatchesTaken, IsEvaluated) = (about.Step, about.Epoch, state.BatchesTaken, state.IsEvaluated);
        (Best, _before) = (state.Best, TimeSpan.FromSeconds(state.Seconds));
        (LogWindow.Totals, EpochWindow.Totals) = (state.LogWindow, state.EpochWindow);
        _scores.AddRange(state.Scores);
    }
}
