using System;
using System.Collections.Generic;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>The names that the expressions of a layer can use, when the layer is checked alone and when a use of it is sized.</summary>
internal static class LayerNames
{
    /// <summary>2 when the layer reads in both directions, else 1.</summary>
    public const string Directions = "Directions";

    /// <summary>Positions that the layer runs over. Only the costs of a whole pass can use this name.</summary>
    public const string Length = "Length";

    /// <summary>The most positions that the layer sees, for layers whose constructor has the parameter <c>maxLength</c>.</summary>
    public const string MaxLength = "MaxLength";

    /// <summary>The names for one use of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="directions">The number of directions in which the layer reads.</param>
    /// <param name="value">The value of a constructor parameter that is an integer, a Boolean or an enum; null when there is none.</param>
    public static Dictionary<string, ExpressionName> Of(LayerModel layer, long directions, Func<ConstructorParameter, long?> value)
    {
        var names = new Dictionary<string, ExpressionName>(StringComparer.Ordinal) { [Directions] = directions };
        foreach (var parameter in layer.Constructor)
        {
            names[parameter.OptionName] = new(parameter.IsInteger ? value(parameter) : null, parameter.Members);
        }

        return names;
    }

    /// <summary>The names, with <see cref="Length"/> added.</summary>
    public static Dictionary<string, ExpressionName> WithLength(IReadOnlyDictionary<string, ExpressionName> names, long length)
    {
        var all = new Dictionary<string, ExpressionName>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            all[name.Key] = name.Value;
        }

        all[Length] = length;
        return all;
    }
}
