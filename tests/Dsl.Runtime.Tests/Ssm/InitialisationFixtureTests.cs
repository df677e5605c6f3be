using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

public sealed class InitialisationFixtureTests
{
    [FixtureTheory("s4-init")]
    [MemberData(nameof(FixtureFiles.In), "s4-init", MemberType = typeof(FixtureFiles))]
    public void Hippo_matrices_and_their_normal_plus_low_rank_form(string path)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(path);
        var measure = fixture.Text("measure") switch
        {
            "legs" => HippoMeasure.LegS,
            "legt" => HippoMeasure.LegT,
            "fourier" or "fout" => HippoMeasure.Fourier,
            var other => throw new NotSupportedException($"{path}: measure '{other}'"),
        };
        int size = fixture.Int("N", 0), rank = fixture.Int("rank", 1);
        var clip = fixture.Value("B_clip")?.GetDouble();

        var (a, b) = Hippo.Transition(measure, size);
        Tolerance.AssertClose(fixture, "init.A", tensor(a.Cast<double>().ToArray()).reshape(size, size));
        Tolerance.AssertClose(fixture, "init.B", tensor(b));
        Tolerance.AssertClose(
            fixture, "init.P_real", tensor(Hippo.LowRank(measure, size, rank).Cast<double>().ToArray()).reshape(rank, size));

        var form = Hippo.Diagonalise(measure, size, rank, clip);
        Tolerance.AssertClose(fixture, "init.W", form.Eigenvalues);
        // A column of V is defined up to a unit phase: turn ours to the file's.
        var reference = fixture.Tensor("init.V", ScalarType.Float64);
        var phase = (form.Eigenvectors.conj() * reference).sum(dim: 0);
        Tolerance.AssertClose(ones_like(phase.abs()), phase.abs(), 1e-6, $"{path}: |V* V|");
        Tolerance.AssertClose(fixture, "init.V", form.Eigenvectors * phase);
        Tolerance.AssertClose(fixture, "init.P", form.LowRank * phase.conj());
        var unclipped = Hippo.Diagonalise(measure, size, rank, null);
        var input = (unclipped.Input * phase.conj()).resolve_conj();
        if (clip is { } limit)
        {
            input = complex(input.real, input.imag.clamp(Scalars.Of(-limit), Scalars.Of(limit)));
        }

        Tolerance.AssertClose(fixture, "init.B_tilde", input);
        Tolerance.AssertClose(fixture, "init.PBconj", form.LowRank * phase.conj() * input.conj());

        // Where clipping acts it depends on the phases: ours are the official ones up to a sign.
        if (clip < unclipped.Input.abs().max().item<double>())
        {
            Tolerance.AssertClose(zeros_like(phase.imag), phase.imag, 1e-6, $"{path}: imaginary part of the phases");
            Tolerance.AssertClose(fixture, "init.B_tilde", form.Input * phase.conj());
        }

        fixture.AssertAllUsed();
    }

    [FixtureTheory("s4d-init")]
    [MemberData(nameof(FixtureFiles.In), "s4d-init", MemberType = typeof(FixtureFiles))]
    public void Diagonal_initialisations(string path)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(path);
        foreach (var name in fixture.Names)
        {
            var matrix = StateMatrix.Create(
                SsmFixture.DiagonalInitialisation(name["init.A_".Length..]), fixture.Int("N", 0), rank: 1, copies: 2);
            var copy = name.StartsWith("init.A_", StringComparison.Ordinal) ? matrix.Diagonal[1] : matrix.Input[1];
            if (name.StartsWith("init.B_", StringComparison.Ordinal))
            {
                // Each entry is defined up to a sign, which its partner in C takes up.
                var reference = fixture.Tensor(name, ScalarType.Float64);
                copy = copy * (reference * copy.conj()).real.sign();
            }

            Tolerance.AssertClose(fixture, name, copy);
            Tolerance.AssertClose(zeros_like(matrix.LowRank), matrix.LowRank, 0, "P");
        }

        fixture.AssertAllUsed();
    }

    [Theory]
    [InlineData(HippoMeasure.LegS, 1, 6)]
    [InlineData(HippoMeasure.LegS, 3, 32)]
    [InlineData(HippoMeasure.LegT, 2, 10)]
    [InlineData(HippoMeasure.Fourier, 1, 12)]
    [InlineData(HippoMeasure.LegS, 1, 2)]
    public void The_normal_plus_low_rank_form_is_the_matrix(HippoMeasure measure, int rank, int size)
    {
        using var scope = NewDisposeScope();
        var (a, b) = Hippo.Transition(measure, size);
        var form = Hippo.Diagonalise(measure, size, rank, null);
        Tensor v = form.Eigenvectors, p = form.LowRank;
        // Twice the real part restores the conjugate modes; the low-rank term is not one matrix per half, so undo V first.
        var normal = Scalars.Two * v.mm(diag(form.Eigenvalues)).mm(v.transpose(0, 1).conj()).real;
        var lowRank = Scalars.Two * v.mm(p.transpose(0, 1)).real;
        var dense = tensor(a.Cast<double>().ToArray()).reshape(size, size);
        Tolerance.AssertClose(dense, normal - lowRank.mm(lowRank.transpose(0, 1)), 1e-12, "A");
        Tolerance.AssertClose(tensor(b), Scalars.Two * v.mm(form.Input.unsqueeze(1)).real.squeeze(1), 1e-12, "B");
        Tolerance.AssertClose(eye(size / 2, dtype: ScalarType.ComplexFloat64), v.transpose(0, 1).conj().mm(v), 1e-12, "V* V");
    }

    [Fact]
    public void Halved_initialisations_need_an_even_number_of_copies()
    {
        using var scope = NewDisposeScope();
        var both = StateMatrix.Create(Initialisation.Hippo, 8, 1, 4);
        StateMatrix legs = StateMatrix.Create(Initialisation.LegS, 8, 1, 2), fourier = StateMatrix.Create(Initialisation.Fourier, 8, 1, 2);
        Tolerance.AssertClose(cat([legs.Diagonal, fourier.Diagonal], 0), both.Diagonal, 0, "diagonal");
        Tolerance.AssertClose(cat([legs.LowRank, fourier.LowRank], 1), both.LowRank, 0, "P");
        Assert.Throws<ArgumentException>(() => StateMatrix.Create(Initialisation.Diagonal, 8, 1, 3));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    public void An_odd_or_empty_state_is_refused(int size)
    {
        Assert.Contains("even", Assert.Throws<ArgumentOutOfRangeException>(() => Hippo.Transition(HippoMeasure.LegT, size)).Message);
        Assert.Contains(
            "even",
            Assert.Throws<ArgumentOutOfRangeException>(() => StateMatrix.Create(Initialisation.DiagonalLinear, size, 1, 1)).Message);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    public void LegS_of_odd_size_leaves_its_real_mode_out(int size)
    {
        using var scope = NewDisposeScope();
        var (values, vectors) = Hippo.NormalEigenpairs(HippoMeasure.LegS, size, 1);
        var (a, _) = Hippo.Transition(HippoMeasure.LegS, size);
        var p = tensor(Hippo.LowRank(HippoMeasure.LegS, size, 1).Cast<double>().ToArray()).unsqueeze(1);
        var normal = tensor(a.Cast<double>().ToArray()).reshape(size, size).Plus(p.mm(p.transpose(0, 1)));
        Tolerance.AssertClose(normal, vectors.mm(diag(values)).mm(vectors.transpose(0, 1).conj()).real, 1e-12, "V diag(λ) V*");
        Assert.InRange(values.imag[size / 2].abs().item<double>(), 0, 1e-12);
        var matrix = StateMatrix.Create(Initialisation.LegS, size, 1, 1);
        Tolerance.AssertClose(values.narrow(0, 0, size / 2), matrix.Diagonal[0], 1e-12, "the pairs");
        Assert.Throws<ArgumentOutOfRangeException>(() => StateMatrix.Create(Initialisation.DiagonalLinear, size, 1, 1));
    }

    [Fact]
    public void LegT_refuses_rank_one()
    {
        Assert.Contains(
            "rank 2", Assert.Throws<ArgumentOutOfRangeException>(() => StateMatrix.Create(Initialisation.LegT, 8, 1, 1)).Message);
    }
}
