using System;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Check;

/// <summary>A figure that a budget can limit.</summary>
/// <param name="Option">The option of <c>[Budget]</c>.</param>
/// <param name="Rule">The rule that is reported when the figure exceeds its limit.</param>
/// <param name="Total">The figure of a model; null for a model without this figure.</param>
/// <param name="Share">The share of one module in the figure.</param>
internal sealed record BudgetFigure(
    string Option, DiagnosticDescriptor Rule, Func<SizedArchitecture, long?> Total, Func<LedgerRow, long> Share);
