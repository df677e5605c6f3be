using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

/// <summary>Random inputs of selective scans, parts of them, and the recurrence taken step by step.</summary>
internal static class SelectiveScanCases
{
    public static SelectiveScanInputs Random(int batch, int length, int features, int size, int groupsOfB, int groupsOfC) => new()
    {
        U = randn([batch, length, features], ScalarType.Float64),
        Delta = randn([batch, length, features], ScalarType.Float64),
        A = -(rand([features, size], ScalarType.Float64) * Scalars.Two) - Scalars.Of(0.05),
        B = groupsOfB == 1 ? randn([batch, length, size], ScalarType.Float64) : randn([batch, length, groupsOfB, size], ScalarType.Float64),
        C = groupsOfC == 1 ? randn([batch, length, size], ScalarType.Float64) : randn([batch, length, groupsOfC, size], ScalarType.Float64),
        DeltaBias = randn([features], ScalarType.Float64),
        Softplus = true,
        D = randn([features], ScalarType.Float64),
        Z = randn([batch, length, features], ScalarType.Float64),
        Initial = randn([batch, features, size], ScalarType.Float64),
    };

    public static (Tensor Outputs, Tensor State) Stepped(SelectiveScanInputs inputs, Tensor state)
    {
        List<Tensor> outputs = [];
        for (long l = 0; l < inputs.U.shape[1]; l++)
        {
            (var y, state) = SelectiveScan.Step(inputs with
            {
                U = inputs.U.select(1, l),
                Delta = inputs.Delta.select(1, l),
                B = inputs.B.select(1, l),
                C = inputs.C.select(1, l),
                Z = inputs.Z?.select(1, l),
                Initial = state,
                Lengths = null,
            });
            outputs.Add(y);
        }

        return (stack(outputs, 1), state);
    }

    public static SelectiveScanInputs Piece(SelectiveScanInputs inputs, long from, long length) => inputs with
    {
        U = inputs.U.narrow(1, from, length),
        Delta = inputs.Delta.narrow(1, from, length),
        B = inputs.B.narrow(1, from, length),
        C = inputs.C.narrow(1, from, length),
        Z = inputs.Z!.narrow(1, from, length),
    };

    public static SelectiveScanInputs Row(SelectiveScanInputs inputs, long row, long length)
    {
        var piece = Piece(inputs, 0, length);
        return piece with
        {
            U = piece.U.detach().narrow(0, row, 1),
            Delta = piece.Delta.detach().narrow(0, row, 1),
            B = piece.B.detach().narrow(0, row, 1),
            C = piece.C.detach().narrow(0, row, 1),
            Z = piece.Z!.narrow(0, row, 1),
        };
    }

    public static SelectiveScanInputs In(SelectiveScanInputs inputs, ScalarType type) => inputs with
    {
        U = inputs.U.to(type).clone(),
        Delta = inputs.Delta.to(type).clone(),
        A = inputs.A.to(type).clone(),
        B = inputs.B.to(type).clone(),
        C = inputs.C.to(type).clone(),
        D = inputs.D!.to(type),
        Initial = inputs.Initial!.to(type),
    };
}
