using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks the head: its options, its pooling, and that the architecture has no second head.</summary>
internal static class HeadChecker
{
    public static IEnumerable<Finding> Check(Declaration declaration, HeadKind kind)
    {
        var head = declaration.Head;
        foreach (var other in declaration.OtherHeads)
        {
            yield return new(Rules.SeveralHeads, Anchor.OtherHead(other), EquatableArray.Of(declaration.Class.Name, head.Name, other));
        }

        foreach (var finding in OptionsChecker.Check(head, Anchor.Head, head.Name, Rules.NumberOutOfRange))
        {
            yield return finding;
        }

        foreach (var finding in RequiredOptionsChecker.Check(head, Anchor.Head, kind.Example))
        {
            yield return finding;
        }

        if (head.Find("HiddenActivation") is { IsSet: true } && head["HiddenFeatures"] is { Kind: ConstantKind.None } or { Whole: 0 } &&
            (head.Name != "PairClassifier" || head["HiddenFeatures"].Kind != ConstantKind.None))
        {
            yield return new Finding(
                Rules.NoEffect, Anchor.Head.In("HiddenActivation"), EquatableArray.Of(
                    head.Name, "HiddenActivation", "without a hidden layer", "set HiddenFeatures, such as 256"))
                .Removing("HiddenActivation");
        }

        if (kind.NeedsPooling && head["Pooling"].Label == "None")
        {
            yield return new(Rules.ClassifierWithoutPooling, Anchor.Head.In("Pooling"), EquatableArray.Of(head.Name));
        }
    }
}
