using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Compares an architecture with the limits of its <c>[Budget]</c>.</summary>
internal static class BudgetChecker
{
    private static readonly BudgetFigure[] s_figures =
    [
        new("Parameters", Rules.ParametersOverBudget, model => model.Ledger.Total.Parameters, row => row.Size.Parameters),
        new("TrainingFlops", Rules.OperationsOverBudget, model => model.Facts.TrainingFlops, row => row.Size.Flops),
        new("TrainingBytes", Rules.BytesOverBudget, model => model.Facts.TrainingBytes, row => row.Kept),
        new("StepFlops", Rules.OperationsOverBudget, model => model.Facts.Streaming?.StepFlops, row => row.Size.StepFlops),
        new("StepBytes", Rules.BytesOverBudget, model => model.Facts.Streaming?.StepBytes, row => row.StepBytes),
        new("StateBytes", Rules.BytesOverBudget, model => model.Facts.Streaming?.StateBytes, row => row.Size.StateBytes),
    ];

    /// <summary>Checks the budget of a declaration that breaks no other rule.</summary>
    public static IEnumerable<Finding> Check(Declaration declaration, SizedArchitecture model)
    {
        if (declaration.Budget is not { IsBroken: false } budget)
        {
            yield break;
        }

        if (!budget.Options.Any(option => option.IsSet))
        {
            yield return new(Rules.EmptyBudget, Anchor.Budget, EquatableArray.Of(model.Architecture.Class.Name));
        }

        foreach (var figure in s_figures)
        {
            if (budget.Find(figure.Option) is not { IsSet: true, Value: { Kind: ConstantKind.Integer, Whole: > 0 } limit })
            {
                continue;
            }

            if (figure.Total(model) is not { } value)
            {
                yield return new(
                    Rules.BudgetWithoutStreaming, Anchor.Budget.In(figure.Option), EquatableArray.Of(
                        figure.Option, model.Architecture.Class.Name));
            }
            else if (value > limit.Whole)
            {
                yield return new(
                    figure.Rule,
                    Anchor.Budget.In(figure.Option),
                    EquatableArray.Of(
                        figure.Option,
                        Numbers.Grouped(value),
                        Numbers.Grouped(limit.Whole),
                        Largest(model.Ledger, figure.Share),
                        new BudgetRemedy(declaration, figure, limit.Whole).Find()));
            }
        }
    }

    /// <summary>The module with the largest share, over all blocks together: <c>blocks.*.branch1_compression (83 %)</c>.</summary>
    private static string Largest(Ledger ledger, Func<LedgerRow, long> share)
    {
        var shares = ledger.Before.Concat(ledger.After).Select(row => (row.Name, Share: share(row)))
            .Concat(ledger.Block.Select(row => (Name: "blocks.*." + row.Name, Share: checked(ledger.Depth * share(row)))))
            .ToArray();
        var (name, most) = shares.OrderByDescending(entry => entry.Share).First();
        var percent = 100.0 * most / Math.Max(1, shares.Sum(entry => (double)entry.Share));
        return $"{name} ({Numbers.Plain(Math.Round(percent))} %)";
    }
}
