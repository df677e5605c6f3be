using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks the backbone, by itself and under its head.</summary>
internal static class BackboneChecker
{
    public static IEnumerable<Finding> Check(AttributeModel backbone, AttributeModel head, HeadKind kind)
    {
        foreach (var finding in OptionsChecker.Check(backbone, Anchor.Backbone, backbone.Name, Rules.NumberOutOfRange))
        {
            yield return finding;
        }

        foreach (var finding in RequiredOptionsChecker.Check(backbone, Anchor.Backbone, "features: 128, depth: 6"))
        {
            yield return finding;
        }

        if (kind.IsCausal(head) && backbone["Norm"].Label == "Batch")
        {
            yield return new(Rules.BatchNormIsNotCausal, Anchor.Backbone.In("Norm"), EquatableArray.Of(kind.CausalName));
        }

        if (backbone["DropoutTied"].Truth && backbone["Dropout"] is { IsNumber: true, Real: 0 })
        {
            yield return new(Rules.NoEffectWithoutDropout, Anchor.Backbone.In("DropoutTied"), default);
        }
    }
}
