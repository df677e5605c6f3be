using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads the attributes of one class and merges them with the parts inherited from another architecture.</summary>
internal sealed class PartsReader
{
    private readonly DeclaredAttributes _declared;
    private readonly RuntimeSymbols _runtime;
    private readonly List<AnchorLocation> _locations;
    private readonly CancellationToken _token;

    // The location of the [VariantOf]; null for a class that is no variant or is in another assembly.
    private readonly Location? _source;

    /// <summary>Makes a reader for one class.</summary>
    /// <param name="declared">The attributes of the class.</param>
    /// <param name="runtime">The runtime's symbols.</param>
    /// <param name="locations">Receives the source locations.</param>
    /// <param name="token">Stops reading.</param>
    public PartsReader(DeclaredAttributes declared, RuntimeSymbols runtime, List<AnchorLocation> locations, CancellationToken token)
    {
        (_declared, _runtime, _locations, _token) = (declared, runtime, locations, token);
        if (declared.VariantOf is { } variantOf)
        {
            AttributeReader.Read(variantOf, Anchor.Variant, runtime, locations, token);
            _source = AttributeSource.ArgumentOf(variantOf, 0);
        }
    }

    /// <summary>Reads head, backbone, recipe and branches.</summary>
    /// <param name="inherited">The inherited parts; null for a class that is no variant.</param>
    public DeclaredParts Read(DeclaredParts? inherited) => new(
        Merge(ReadOwn(_declared.Heads.FirstOrDefault(), Anchor.Head), inherited?.Head, Anchor.Head),
        Merge(ReadOwn(_declared.Backbone, Anchor.Backbone), inherited?.Backbone, Anchor.Backbone),
        ReadRecipe(inherited?.Recipe),
        ReadBranches(inherited));

    private AttributeModel? ReadOwn(AttributeData? data, Anchor anchor) =>
        data is null ? null : AttributeReader.Read(data, anchor, _runtime, _locations, _token);

    /// <summary>Merges two attributes: options that the class sets replace inherited ones. A head of another kind inherits none.</summary>
    private AttributeModel? Merge(AttributeModel? own, AttributeModel? inherited, Anchor anchor)
    {
        if (inherited is null || (own is not null && own.Name != inherited.Name))
        {
            return own;
        }

        if (own is null)
        {
            Inherit(anchor);
            return inherited;
        }

        foreach (var option in inherited.Options.Where(option => option.IsSet && own.Find(option.Name) is { IsSet: false }))
        {
            Inherit(anchor.In(option.Name));
        }

        return own with
        {
            Options = own.Options.Select(option => option.IsSet ? option : inherited.Find(option.Name) ?? option).ToEquatableArray(),
            IsBroken = own.IsBroken || inherited.IsBroken,
        };
    }

    private RecipeModel? ReadRecipe(RecipeModel? inherited)
    {
        var own = _declared.Recipe is null
            ? null
            : RecipeReader.Read(_declared.Recipe, _declared.Type, _runtime, _locations, _token);
        var inheritedRecipe = inherited?.WithoutQuick();
        if (own is null || inheritedRecipe is null)
        {
            Merge(own?.Attribute, inheritedRecipe?.Attribute, Anchor.Recipe);
            return own ?? inheritedRecipe;
        }

        var task = own.Task is null ? inheritedRecipe : own;
        return own with
        {
            Attribute = Merge(own.Attribute, inheritedRecipe.Attribute, Anchor.Recipe)!,
            Task = task.Task,
            TaskContracts = task.TaskContracts,
            TaskNamesake = task.TaskNamesake,
            TaskUnfit = task.TaskUnfit,
            TaskIsConstructible = task.TaskIsConstructible,
        };
    }

    private List<BranchModel> ReadBranches(DeclaredParts? inherited)
    {
        var branches = new List<BranchModel>();
        if (inherited is not null && !_declared.ReplacesBranches)
        {
            foreach (var branch in inherited.Branches)
            {
                Inherit(Anchor.Branch(branches.Count));
                branches.Add(branch);
            }
        }

        foreach (var data in _declared.Branches)
        {
            _token.ThrowIfCancellationRequested();
            var anchor = Anchor.Branch(branches.Count);
            var attribute = AttributeReader.Read(data, anchor, _runtime, _locations, _token);
            branches.Add(new BranchModel(attribute, _runtime.BackendOf(data.AttributeClass!).Model));
        }

        return branches;
    }

    private void Inherit(Anchor anchor)
    {
        if (_source is not null)
        {
            _locations.Add(new AnchorLocation(anchor, _source) { IsInherited = true });
        }
    }
}
