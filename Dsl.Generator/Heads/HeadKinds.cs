using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>All kinds of heads.</summary>
internal static class HeadKinds
{
    public static IReadOnlyList<HeadKind> All { get; } =
        [SequenceClassifierHead.Definition, PairClassifierHead.Definition, LanguageModelHead.Definition, SequenceRegressorHead.Definition];

    /// <summary>The kind of a head attribute; null for an attribute that is no head.</summary>
    public static HeadKind? Find(AttributeModel head) => All.FirstOrDefault(kind => kind.Name == head.Name);
}
