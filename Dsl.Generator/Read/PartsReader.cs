using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Reads the attributes of one class on top of what it takes over from another architecture.</summary>
internal sealed class PartsReader
{
    private readonly DeclaredAttributes _declared;
    private readonly RuntimeSymbols _runtime;
    private readonly List<Place> _places;
    private readonly CancellationToken _token;

    // Where the class says from what it takes over; null when it is no variant, or is one in another assembly.
    private readonly Location? _source;

    /// <summary>Makes a reader.</summary>
    /// <param name="declared">The attributes of the class.</param>
    /// <param name="runtime">The runtime's symbols.</param>
    /// <param name="places">Receives where everything stands.</param>
    /// <param name="token">Stops reading.</param>
    public PartsReader(DeclaredAttributes declared, RuntimeSymbols runtime, List<Place> places, CancellationToken token)
    {
        (_declared, _runtime, _places, _token) = (declared, runtime, places, token);
        if (declared.VariantOf is { } variantOf)
        {
            AttributeReader.Read(variantOf, Anchor.Variant, runtime, places, token);
            _source = (variantOf.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation();
        }
    }

    /// <summary>Reads everything.</summary>
    /// <param name="taken">What the class takes over; null when it is no variant.</param>
    public DeclaredParts Read(DeclaredParts? taken) => new(
        Merge(ReadOwn(_declared.Heads.FirstOrDefault(), Anchor.Head), taken?.Head, Anchor.Head),
        Merge(ReadOwn(_declared.Backbone, Anchor.Backbone), taken?.Backbone, Anchor.Backbone),
        ReadRecipe(taken?.Recipe),
        ReadBranches(taken));

    private AttributeModel? ReadOwn(AttributeData? data, Anchor anchor) =>
        data is null ? null : AttributeReader.Read(data, anchor, _runtime, _places, _token);

    /// <summary>Options of the class itself before those taken over; a head of another kind takes nothing over.</summary>
    private AttributeModel? Merge(AttributeModel? own, AttributeModel? taken, Anchor anchor)
    {
        if (taken is null || (own is not null && own.Name != taken.Name))
        {
            return own;
        }

        if (own is null)
        {
            TakeOver(anchor);
            return taken;
        }

        foreach (Option option in taken.Options.Where(option => option.IsSet && own.Find(option.Name) is { IsSet: false }))
        {
            TakeOver(anchor.In(option.Name));
        }

        return own with
        {
            Options = own.Options.Select(option => option.IsSet ? option : taken.Find(option.Name) ?? option).ToEquatableArray(),
            IsBroken = own.IsBroken || taken.IsBroken,
        };
    }

    private RecipeModel? ReadRecipe(RecipeModel? taken)
    {
        RecipeModel? own = _declared.Recipe is null ? null : RecipeReader.Read(_declared.Recipe, _declared.Type, _runtime, _places, _token);
        RecipeModel? lent = taken?.WithoutQuick();
        if (own is null || lent is null)
        {
            Merge(own?.Attribute, lent?.Attribute, Anchor.Recipe);
            return own ?? lent;
        }

        RecipeModel task = own.Task is null ? lent : own;
        return own with
        {
            Attribute = Merge(own.Attribute, lent.Attribute, Anchor.Recipe)!,
            Task = task.Task,
            TaskContracts = task.TaskContracts,
            TaskUnfit = task.TaskUnfit,
            TaskIsConstructible = task.TaskIsConstructible,
        };
    }

    private List<(BranchModel, Backend)> ReadBranches(DeclaredParts? taken)
    {
        var branches = new List<(BranchModel, Backend)>();
        if (taken is not null && !_declared.ReplacesBranches)
        {
            foreach ((BranchModel model, Backend backend) in taken.Branches)
            {
                Anchor anchor = Anchor.Branch(branches.Count);
                TakeOver(anchor);
                Add(branches, anchor, model, backend);
            }
        }

        foreach (AttributeData data in _declared.Branches)
        {
            _token.ThrowIfCancellationRequested();
            Anchor anchor = Anchor.Branch(branches.Count);
            AttributeModel attribute = AttributeReader.Read(data, anchor, _runtime, _places, _token);
            Backend backend = _runtime.BackendOf(data.AttributeClass!);
            Add(branches, anchor, new BranchModel(attribute, backend.Model), backend);
        }

        return branches;
    }

    private void Add(List<(BranchModel, Backend)> branches, Anchor anchor, BranchModel model, Backend backend)
    {
        _places.AddRange(backend.Places.Select(place => new Place(anchor.In(place.Path), place.Location)));
        branches.Add((model, backend));
    }

    private void TakeOver(Anchor anchor)
    {
        if (_source is not null)
        {
            _places.Add(new Place(anchor, _source) { IsTakenOver = true });
        }
    }
}
