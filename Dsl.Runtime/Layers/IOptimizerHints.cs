namespace SerpentDsl.Layers;

/// <summary>A module with parameters that need other optimizer settings than the recipe's.</summary>
public interface IOptimizerHints
{
    /// <summary>The settings of one of the module's own parameters, those of child modules excluded.</summary>
    /// <param name="parameterName">Its name within this module.</param>
    OptimizerHint HintFor(string parameterName);
}
