namespace SerpentDsl.Kernels.Recurrences;

/// <content>The backward pass.</content>
internal readonly unsafe partial struct FourStates<TLanes>
{
    /// <inheritdoc/>
    public void RunBack(float* states, float* adjoints, float* u, float* g, float* forInputs, int count)
    {
        new ReadOnlySpan<float>(states, Size * TLanes.Count).CopyTo(new Span<float>(_trace, Size * TLanes.Count));
        Sweep(states, u, null, _trace, count);
        Reverse(adjoints, g, forInputs, count);
        for (var i = 0; i < _states; i++)
        {
            Accumulate(i, u, g, count);
        }
    }

    /// <summary>λ ← Aᵀ λ + Cᵀ g, kept for every position; the inputs' gradient is Bᵀ λ.</summary>
    private void Reverse(float* adjoints, float* g, float* forInputs, int count)
    {
        var lanes = TLanes.Count;
        float* e = _constants, b = e + (Square * lanes), c = b + (Size * lanes);
        TLanes e0 = TLanes.Load(e), e1 = TLanes.Load(e + lanes), e2 = TLanes.Load(e + (2 * lanes)), e3 = TLanes.Load(e + (3 * lanes));
        TLanes e4 = TLanes.Load(e + (4 * lanes)),
            e5 = TLanes.Load(e + (5 * lanes)),
            e6 = TLanes.Load(e + (6 * lanes)),
            e7 = TLanes.Load(e + (7 * lanes));
        TLanes e8 = TLanes.Load(e + (8 * lanes)),
            e9 = TLanes.Load(e + (9 * lanes)),
            eA = TLanes.Load(e + (10 * lanes)),
            eB = TLanes.Load(e + (11 * lanes));
        TLanes eC = TLanes.Load(e + (12 * lanes)),
            eD = TLanes.Load(e + (13 * lanes)),
            eE = TLanes.Load(e + (14 * lanes)),
            eF = TLanes.Load(e + (15 * lanes));
        TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes), b2 = TLanes.Load(b + (2 * lanes)), b3 = TLanes.Load(b + (3 * lanes));
        TLanes c0 = TLanes.Load(c), c1 = TLanes.Load(c + lanes), c2 = TLanes.Load(c + (2 * lanes)), c3 = TLanes.Load(c + (3 * lanes));
        TLanes l0 = TLanes.Load(adjoints),
            l1 = TLanes.Load(adjoints + lanes),
            l2 = TLanes.Load(adjoints + (2 * lanes)),
            l3 = TLanes.Load(adjoints + (3 * lanes));
        var (s0, s1, s2, s3) = (l0, l1, l2, l3);
        for (var t = count - 1; t >= 0; t--)
        {
            var v = TLanes.Load(g + (t * lanes));
            (l0, l1, l2, l3) = (
                TLanes.MultiplyAdd(
                    eC,
                    l3,
                    TLanes.MultiplyAdd(e8, l2, TLanes.MultiplyAdd(e4, l1, TLanes.MultiplyAdd(c0, v, TLanes.MultiplyAdd(e0, l0, l0))))),
                TLanes.MultiplyAdd(
                    eD,
                    l3,
                    TLanes.MultiplyAdd(e9, l2, TLanes.MultiplyAdd(e1, l0, TLanes.MultiplyAdd(c1, v, TLanes.MultiplyAdd(e5, l1, l1))))),
                TLanes.MultiplyAdd(
                    eE,
                    l3,
                    TLanes.MultiplyAdd(e6, l1, TLanes.MultiplyAdd(e2, l0, TLanes.MultiplyAdd(c2, v, TLanes.MultiplyAdd(eA, l2, l2))))),
                TLanes.MultiplyAdd(
                    eB,
                    l2,
                    TLanes.MultiplyAdd(e7, l1, TLanes.MultiplyAdd(e3, l0, TLanes.MultiplyAdd(c3, v, TLanes.MultiplyAdd(eF, l3, l3))))));
            var sum = TLanes.MultiplyAdd(b1, l1, TLanes.MultiplyAdd(b0, l0, TLanes.Load(forInputs + (t * lanes))));
            TLanes.Store(sum + TLanes.MultiplyAdd(b3, l3, b2 * l2), forInputs + (t * lanes));
            var adjoint = _adjoints + (t * Size * lanes);
            TLanes.Store(l0, adjoint);
            TLanes.Store(l1, adjoint + lanes);
            TLanes.Store(l2, adjoint + (2 * lanes));
            TLanes.Store(l3, adjoint + (3 * lanes));
        }

        TLanes.Store(l0, adjoints);
        TLanes.Store(l1, adjoints + lanes);
        TLanes.Store(l2, adjoints + (2 * lanes));
        TLanes.Store(l3, adjoints + (3 * lanes));
        if (count == ModeShape.Chunk)
        {
            Correct(adjoints, s0, s1, s2, s3, row: 1, column: Size);
        }
    }

    /// <summary>Of one state: E's row Σ λ_i xᵀ of the position before, B's Σ λ_i u and C's Σ g x_i.</summary>
    private void Accumulate(int i, float* u, float* g, int count)
    {
        var lanes = TLanes.Count;
        TLanes a0 = TLanes.Zero, a1 = a0, a2 = a0, a3 = a0, b = a0, c = a0;
        for (var t = 0; t < count; t++)
        {
            var before = _trace + (t * Size * lanes);
            var adjoint = TLanes.Load(_adjoints + (((t * Size) + i) * lanes));
            a0 = TLanes.MultiplyAdd(adjoint, TLanes.Load(before), a0);
            a1 = TLanes.MultiplyAdd(adjoint, TLanes.Load(before + lanes), a1);
            a2 = TLanes.MultiplyAdd(adjoint, TLanes.Load(before + (2 * lanes)), a2);
            a3 = TLanes.MultiplyAdd(adjoint, TLanes.Load(before + (3 * lanes)), a3);
            b = TLanes.MultiplyAdd(adjoint, TLanes.Load(u + (t * lanes)), b);
            c = TLanes.MultiplyAdd(TLanes.Load(g + (t * lanes)), TLanes.Load(before + ((Size + i) * lanes)), c);
        }

        // Rows of the shape's size: a smaller system has shorter ones.
        var gradient = _gradients + (i * _states * lanes);
        Add(gradient, a0);
        Add(gradient + lanes, a1);
        if (_states > 2)
        {
            Add(gradient + (2 * lanes), a2);
        }

        if (_states > 3)
        {
            Add(gradient + (3 * lanes), a3);
        }

        Add(_gradients + (((_states * _states) + i) * lanes), b);
        Add(_gradients + (((_states * (_states + 1)) + i) * lanes), c);
    }
}
