using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks that the declared class can take a generated part.</summary>
internal static class ClassChecker
{
    public static IEnumerable<Finding> Check(ClassModel model)
    {
        var name = model.Name;
        if (model.Modifier is { } modifier)
        {
            var kind = modifier == "record" ? "a record" : modifier == "file" ? "local to its file" : modifier;
            yield return new(Rules.WrongKindOfClass, Anchor.Class.In("Modifier"), EquatableArray.Of(name, kind));
        }
        else if (!model.IsPartial)
        {
            yield return new(Rules.NotPartial, Anchor.Class, EquatableArray.Of(name));
        }

        foreach (var container in model.Containers.Where(container => !container.IsPartial))
        {
            yield return new(
                Rules.ContainerNotPartial, Anchor.Class.In("Container:" + container.Name), EquatableArray.Of(
                    container.Name, name, container.Keywords));
        }

        if (model.IsGeneric)
        {
            yield return new(Rules.Generic, Anchor.Class, EquatableArray.Of(name));
        }

        if (model.OtherBase is { } other)
        {
            yield return new(Rules.OtherBaseClass, Anchor.Class.In("Base"), EquatableArray.Of(name, other, model.Base));
        }

        if (model.DeclaresConstructor)
        {
            yield return new(Rules.DeclaresConstructor, Anchor.Class.In("Constructor"), EquatableArray.Of(name));
        }

        foreach (var member in model.Clashes)
        {
            yield return new(Rules.MemberClash, Anchor.Class.In("Member:" + member), EquatableArray.Of(name, member));
        }

        foreach (var member in model.RequiredMembers)
        {
            yield return new(Rules.RequiredMember, Anchor.Class.In("Required:" + member), EquatableArray.Of(name, member));
        }

        if (GeneratedNames.OfClass.Contains(name))
        {
            yield return new Finding(Rules.ReservedClassName, Anchor.Class, EquatableArray.Of(name)).Renaming(name + "Model");
        }
    }
}
