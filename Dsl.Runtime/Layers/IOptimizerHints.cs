namespace SerpentDsl.Layers;

/// <summary>A module some of whose own parameters want other optimizer settings than the recipe's.</summary>
public interface IOptimizerHints
{
    /// <summary>The settings for one of the module's own parameters (children answer for theirs).</summary>
    /// <param name="parameterName">Its name within this module.</param>
    OptimizerHint HintFor(string parameterName);
}
