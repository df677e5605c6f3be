using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Computes what a layer holds and costs from what its class states.</summary>
internal static class LayerSizer
{
    /// <summary>Sizes a layer.</summary>
    /// <param name="user">What uses it, for findings.</param>
    /// <param name="layer">Its name, for findings.</param>
    /// <param name="parameters">Its <c>[LayerParameter]</c>s.</param>
    /// <param name="cost">Its <c>[LayerCost]</c>, if any.</param>
    /// <param name="names">The value of each name in their expressions; null when it is no integer.</param>
    /// <param name="length">Positions that it runs over.</param>
    /// <param name="use">Where it is used.</param>
    /// <param name="definition">Where it is defined; under it are the expressions.</param>
    /// <param name="findings">Receives what is wrong with the expressions.</param>
    /// <exception cref="System.OverflowException">A product does not fit a 64-bit integer.</exception>
    public static LayerSize Size(
        string user,
        string layer,
        EquatableArray<ParameterShape> parameters,
        string? cost,
        IReadOnlyDictionary<string, long?> names,
        int length,
        Anchor use,
        Anchor definition,
        List<Finding> findings)
    {
        long total = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            long count = 1;
            for (int axis = 0; axis < parameters[i].Dimensions.Count; axis++)
            {
                string expression = parameters[i].Dimensions[axis];
                Anchor at = definition.In($"Parameter[{i}]").In($"{axis + 1}");
                long size = Evaluate(user, layer, expression, names, $"dimension {axis} of parameter {parameters[i].Name}", use, at, findings);
                count = checked(count * size);
            }

            total = checked(total + count);
        }

        if (cost is null)
        {
            return new LayerSize(total, checked(2L * length * total));
        }

        return new LayerSize(total, Evaluate(user, layer, cost, LayerNames.WithLength(names, length), "the cost", use, definition.In("Cost"), findings));
    }

    private static long Evaluate(
        string user, string layer, string expression, IReadOnlyDictionary<string, long?> names, string what, Anchor use, Anchor definition,
        List<Finding> findings)
    {
        Evaluation result = ExpressionEvaluator.Evaluate(expression, names);
        if (result is { Fault: { } fault, IsMalformed: true })
        {
            findings.Add(new Finding(Rules.MalformedExpression, definition, EquatableArray.Of(layer, expression, fault)));
        }
        else if (result.Fault is not null || result.Value < 0)
        {
            string complaint = result.Fault ?? $"that is {result.Value}";
            findings.Add(new Finding(Rules.UnusableSize, use, EquatableArray.Of(user, what, layer, expression, complaint)));
        }

        return result.Fault is null && result.Value >= 0 ? result.Value : 0;
    }
}
