using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets libtorch's anomaly detection; disposing it restores what was.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool _previous = IsEnabled;
    private readonly bool _previousCheckNaN = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => Native.st_set_anomaly_mode(enabled, check_nan);

    public static bool IsEnabled => Native.st_anomaly_mode();

    public static bool ShouldCheckNaN => Native.st_anomaly_check_nan();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Native.st_set_anomaly_mode(_previous, _previousCheckNaN);
        }
    }
}
