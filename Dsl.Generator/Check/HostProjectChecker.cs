using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks that generated code would compile in the project.</summary>
internal static class HostProjectChecker
{
    public static IEnumerable<Finding> Check(HostProject project, string model)
    {
        if (project.OldLanguage is { } language)
        {
            yield return new(Rules.LanguageTooOld, Anchor.Class, EquatableArray.Of(model, HostProject.NeededLanguage, language));
        }

        if (!project.HasTorchSharp)
        {
            yield return new(Rules.MissingTorchSharp, Anchor.Class, EquatableArray.Of(model));
        }
    }
}
