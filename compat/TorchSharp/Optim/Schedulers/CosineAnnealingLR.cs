#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Half a cosine from the initial rate down to eta_min over T_max steps, and back up after that.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _T_max;
                    private readonly double _eta_min;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _T_max = T_max;
                        _eta_min = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Scaled(1.0);
                        // From the minimum the ratio of two heights is 0 / 0: the first step up is taken from the initial rate.
                        if ((_last_epoch - 1 - _T_max) % (2 * _T_max) == 0)
                            return _optimizer.ParamGroups.Zip(_base_lrs, (group, rate) => group.LearningRate + ((rate - _eta_min) * Height(_last_epoch)));
                        var ratio = Height(_last_epoch) / Height(_last_epoch - 1);
                        return _optimizer.ParamGroups.Select(group => _eta_min + ((group.LearningRate - _eta_min) * ratio));
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => _eta_min + ((rate - _eta_min) * Height(_last_epoch)));

                    private double Height(int epoch) => (1 + Math.Cos(Math.PI * epoch / _T_max)) / 2;
                }
            }
        }
    }
}
