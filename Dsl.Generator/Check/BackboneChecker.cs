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

        foreach (var norm in new[] { "Norm", "SkipNorm" })
        {
            if (kind.IsCausal(head) && backbone[norm].Label == "Batch")
            {
                yield return new(Rules.BatchNormIsNotCausal, Anchor.Backbone.In(norm), EquatableArray.Of(kind.CausalName, norm));
            }
        }

        if (backbone["DropoutTied"].Truth && backbone["Dropout"] is { IsNumber: true, Real: 0 })
        {
            yield return new(Rules.NoEffectWithoutDropout, Anchor.Backbone.In("DropoutTied"), default);
        }

        foreach (var finding in CheckEffects(backbone))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> CheckEffects(AttributeModel backbone)
    {
        (string Option, bool HasEffect, string Reason, string Remedy)[] options =
        [
            ("FeedForwardActivation", IsSet("FeedForward"), "without FeedForward", "set FeedForward, such as 256"),
            ("FeedForwardDropout", IsSet("FeedForward"), "without FeedForward", "set FeedForward, such as 256"),
            ("SkipNorm", backbone["NormPlacement"].Label != "After", "with NormPlacement.After", "use NormPlacement.Before"),
            ("NormEpsilon", backbone["Norm"].Label != "Batch", "with Norm.Batch", "use Norm.Layer"),
        ];
        foreach (var (option, hasEffect, reason, remedy) in options)
        {
            if (!hasEffect && IsSet(option))
            {
                yield return new Finding(
                    Rules.NoEffect, Anchor.Backbone.In(option), EquatableArray.Of(backbone.Name, option, reason, remedy)).Removing(option);
            }
        }

        bool IsSet(string option) => backbone.Find(option) is { IsSet: true };
    }
}
