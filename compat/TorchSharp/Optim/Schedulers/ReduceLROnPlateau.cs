#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            public static partial class impl
            {
                /// <summary>Times the factor once a metric has not improved for more than <c>patience</c> steps; steps take the metric.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _ascending;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly double _threshold;
                    private readonly double _eps;
                    private readonly int _patience;
                    private readonly int _cooldown;
                    private readonly double[] _floors;
                    private double _best;
                    private int _cooling;
                    private int _bad;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0)
                            throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max"))
                            throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                        _ascending = mode == "max";
                        _relative = threshold_mode == "rel";
                        _factor = factor;
                        _patience = patience;
                        _threshold = threshold;
                        _cooldown = cooldown;
                        _eps = eps;
                        _best = _ascending ? double.NegativeInfinity : double.PositiveInfinity;
                        _floors = min_lr switch
                        {
                            null or { Count: 0 } => new double[_base_lrs.Count],
                            { Count: 1 } => [.. Enumerable.Repeat(min_lr[0], _base_lrs.Count)],
                            _ => [.. min_lr],
                        };
                    }

                    public override void step() =>
                        throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? (_last_epoch + 1);
                        _bad = IsBetter(current) ? 0 : _bad + 1;
                        if (_bad == 0)
                            _best = current;
                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }
                        if (_bad <= _patience)
                            return;
                        Reduce();
                        _cooling = _cooldown;
                        _bad = 0;
                    }

                    private bool IsBetter(double current)
                    {
                        var margin = _relative ? _best * _threshold : _threshold;
                        // The first comparison is against an infinity, whose margin may be one too.
                        if (double.IsInfinity(_best))
                            return _ascending ? current > _best : current < _best;
                        return _ascending ? current > _best + margin : current < _best - margin;
                    }

                    private void Reduce()
                    {
                        foreach (var (i, group) in _optimizer.ParamGroups.Index().ToList())
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _floors[i]);
                            if (group.LearningRate - rate <= _eps)
                                continue;
                            group.LearningRate = rate;
                            if (_verbose)
                                Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {i} to {rate:g4}.");
                        }
                    }
                }
            }
        }
    }
}
