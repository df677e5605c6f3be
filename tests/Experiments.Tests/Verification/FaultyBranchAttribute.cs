using System.ComponentModel;

namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>A branch that is wrong in one way.</summary>
[BranchLayer(typeof(FaultyLayer))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FaultyBranchAttribute : BranchAttribute
{
    [DefaultValue(Fault.None)]
    public Fault Fault { get; set; }
}
