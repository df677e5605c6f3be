namespace SerpentDsl.Tasks;

/// <summary>
/// Draws expressions as the Long Range Arena's generator does: a node is a digit or, with the operator probability and only below the
/// greatest depth, an operator. Of an operator first the number of arguments is drawn, then the arguments in order, then the operator
/// itself. Trees whose length is out of bounds, and trees that were drawn before, are rejected.
/// </summary>
/// <remarks>
/// Candidate <c>i</c> is drawn from stream <c>i</c> of the seed, so that candidates can be drawn by any number of threads and are accepted
/// in the order of their numbers: the result depends only on the settings.
/// </remarks>
public static class ListOpsGenerator
{
    private const int BlockSize = 1024;
    private const int BlocksPerWave = 64;
    private const int FutileWaves = 16;

    /// <summary>Draws one candidate.</summary>
    /// <param name="settings">The distribution to draw from.</param>
    /// <param name="candidate">Number of the candidate.</param>
    /// <returns>The expression, or null when its length is out of bounds.</returns>
    public static ListOpsExpression? Draw(ListOpsSettings settings, long candidate)
    {
        settings.Validate();
        return Draw(settings, candidate, new Workspace(settings));
    }

    /// <summary>Draws as many different expressions as the settings have rows.</summary>
    /// <param name="settings">The distribution to draw from.</param>
    /// <param name="threads">Number of threads, 1 or more; the result does not depend on it.</param>
    /// <param name="progress">Receives the number of accepted expressions; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or there are not enough different expressions of these
    /// settings.</exception>
    public static ListOpsSample Generate(
        ListOpsSettings settings,
        int threads,
        IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        settings.Validate();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var wanted = settings.Rows;
        var expressions = new List<ListOpsExpression>(wanted);
        var seen = new HashSet<ListOpsExpression>(wanted);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var blocks = new List<(long Candidate, ListOpsExpression Expression)>[BlocksPerWave];
        long duplicates = 0;
        var futile = 0;
        for (long first = 0; ; first += BlocksPerWave * BlockSize)
        {
            var start = first;
            Parallel.For(
                0,
                BlocksPerWave,
                options,
                () => new Workspace(settings),
                (block, _, workspace) =>
                {
                    blocks[block] = DrawBlock(settings, start + ((long)block * BlockSize), workspace);
                    return workspace;
                },
                static _ => { });

            var before = expressions.Count;
            foreach (var (candidate, expression) in blocks.SelectMany(block => block))
            {
                if (!seen.Add(expression))
                {
                    duplicates++;
                    continue;
                }

                expressions.Add(expression);
                if (expressions.Count == wanted)
                {
                    progress?.Report(new TaskProgress(Activity, wanted, wanted));
                    return new ListOpsSample(expressions, candidate + 1, duplicates);
                }
            }

            progress?.Report(new TaskProgress(Activity, expressions.Count, wanted));
            futile = expressions.Count == before ? futile + 1 : 0;
            if (futile == FutileWaves)
            {
                throw new ArgumentException(
                    $"Only {expressions.Count:N0} of {wanted:N0} different expressions were found, and none among the last "
                        + $"{FutileWaves * BlocksPerWave * BlockSize:N0} drawn ({settings.Describe()}). Ask for fewer rows or wider "
                        + "bounds.");
            }
        }
    }

    private const string Activity = "drawing ListOps expressions";

    private static List<(long Candidate, ListOpsExpression Expression)> DrawBlock(ListOpsSettings settings, long first, Workspace workspace)
    {
        var accepted = new List<(long Candidate, ListOpsExpression Expression)>(BlockSize / 8);
        for (var candidate = first; candidate < first + BlockSize; candidate++)
        {
            if (Draw(settings, candidate, workspace) is { } expression)
            {
                accepted.Add((candidate, expression));
            }
        }

        return accepted;
    }

    private static ListOpsExpression? Draw(ListOpsSettings settings, long candidate, Workspace workspace)
    {
        var random = new Xoshiro256(settings.Seed, (ulong)candidate);
        var symbols = workspace.Symbols;
        var open = workspace.Open;
        var length = 0;
        var depth = 1;
        while (true)
        {
            // A longer tree is rejected in any case, and no other candidate draws from this stream, so drawing can stop.
            if (length + 1 >= settings.LongerThanAll)
            {
                return null;
            }

            if (depth < settings.MaxDepth && random.NextDouble() <= settings.OperatorProbability)
            {
                open[depth - 1] = new Frame(length, 2 + random.NextBelow(settings.MaxArguments - 1));
                depth++;
                length++;
                continue;
            }

            symbols[length++] = (ListOpsSymbol)random.NextBelow(10);
            while (depth > 1 && --open[depth - 2].Remaining == 0)
            {
                if (length + 1 >= settings.LongerThanAll)
                {
                    return null;
                }

                symbols[open[depth - 2].Operator] = ListOpsSymbol.Min + (byte)random.NextBelow(4);
                symbols[length++] = ListOpsSymbol.Close;
                depth--;
            }

            if (depth == 1)
            {
                return length > settings.ShorterThanAll ? ListOpsExpression.FromSymbols(symbols.AsSpan(0, length)) : null;
            }
        }
    }

    private record struct Frame(int Operator, int Remaining);

    private sealed class Workspace(ListOpsSettings settings)
    {
        public ListOpsSymbol[] Symbols { get; } = new ListOpsSymbol[settings.LongerThanAll];

        public Frame[] Open { get; } = new Frame[settings.MaxDepth];
    }
}
