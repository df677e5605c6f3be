using System;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Check;

/// <summary>A figure that a budget can limit.</summary>
/// <param name="Option">The option of <c>[Budget]</c>.</param>
/// <param name="Rule">What is reported when it is exceeded.</param>
/// <param name="Total">The model's figure; null when it has none.</param>
/// <param name="Share">What one module adds to it.</param>
internal sealed record BudgetFigure(
    string Option, DiagnosticDescriptor Rule, Func<SizedArchitecture, long?> Total, Func<LedgerRow, long> Share);
