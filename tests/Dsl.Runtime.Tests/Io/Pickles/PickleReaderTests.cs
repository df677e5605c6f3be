using SerpentDsl.Io;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class PickleReaderTests
{
    [Fact]
    public void Plain_data_is_read()
    {
        var pickle = new PickleBytes().Op(PickleOpcode.EmptyDict).Op(PickleOpcode.Mark)
            .Text("list").Op(PickleOpcode.EmptyList).Int(-3).Op(PickleOpcode.Append)
            .Text("pair").Op(PickleOpcode.BinInt1, 255).Op(PickleOpcode.BinInt2, 1, 2).Op(PickleOpcode.Tuple2)
            .Text("real").Op(PickleOpcode.BinFloat, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
            .Text("short").Op(PickleOpcode.ShortBinUnicode, 2, (byte)'o', (byte)'k')
            .Text("none").Op(PickleOpcode.None).Op(PickleOpcode.BinPut, 7)
            .Text("again").Op(PickleOpcode.BinGet, 7)
            .Op(PickleOpcode.SetItems).Stop();
        var read = Assert.IsType<PickleDictionary>(PickleReader.Read((byte[])pickle, "p"));
        Assert.Equal(["list", "pair", "real", "short", "none", "again"], read.Keys);
        Assert.Equal([-3L], Assert.IsType<List<object?>>(read["list"]));
        Assert.Equal([255L, 513L], Assert.IsType<object?[]>(read["pair"]));
        Assert.Equal((1.5, "ok"), (read["real"], read["short"]));
        Assert.Null(read["again"]);
    }

    [Theory]
    [InlineData("os", "getcwd", "os.getcwd")]
    [InlineData("builtins", "eval", "builtins.eval")]
    [InlineData("torch", "load", "torch.load")]
    [InlineData("torch._utils", "_rebuild_tensor_v2.__globals__", "torch._utils._rebuild_tensor_v2.__globals__")]
    [InlineData("numpy.core.multiarray", "_reconstruct", "numpy.core.multiarray._reconstruct")]
    public void A_foreign_function_is_refused_by_name(string module, string name, string said)
    {
        Assert.Contains($"names {said},", Refuse(new PickleBytes().Global(module, name).Stop()));
        Assert.Contains(
            $"names {said},", Refuse(new PickleBytes().Text(module).Text(name).Op(PickleOpcode.StackGlobal).Op(PickleOpcode.Stop)));
    }

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "ends too early", new PickleBytes() },
        { "ends too early", new PickleBytes().Op(PickleOpcode.BinUnicode, 255, 255, 255, 255, 1) },
        { "ends too early", new PickleBytes().Op(PickleOpcode.Global, (byte)'o') },
        { "that is not there", new PickleBytes().Op(PickleOpcode.Stop) },
        { "that is not there", new PickleBytes().Op(PickleOpcode.Mark).Op(PickleOpcode.Stop) },
        { "that is not there", new PickleBytes().Op(PickleOpcode.Tuple2) },
        { "has not begun", new PickleBytes().Op(PickleOpcode.Tuple) },
        { "has not stored", new PickleBytes().Op(PickleOpcode.BinGet, 3) },
        { "not UTF-8", new PickleBytes().Op(PickleOpcode.ShortBinUnicode, 1, 255) },
        { "an integer of 9 bytes", new PickleBytes().Op(PickleOpcode.Long1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1) },
        { "is no dictionary", new PickleBytes().Int(1).Int(2).Int(3).Op(PickleOpcode.SetItem) },
        { "is no list", new PickleBytes().Int(1).Int(2).Op(PickleOpcode.Append) },
        { "is no dictionary", new PickleBytes().Int(1).Int(2).Op(PickleOpcode.Build) },
        { "not the name of a function", new PickleBytes().Int(1).Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce) },
        { "in a way that is not known", new PickleBytes().Text("storage").Op(PickleOpcode.BinPersId) },
        {
            "of values that do not fit",
            new PickleBytes().Global("torch", "FloatStorage").Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.Reduce)
        },

        // INST, OBJ, NEWOBJ and EXT1 make or call objects in other ways.
        { "instruction 0x69", new PickleBytes().Op((PickleOpcode)'i') },
        { "instruction 0x6f", new PickleBytes().Op((PickleOpcode)'o') },
        { "instruction 0x81", new PickleBytes().Op((PickleOpcode)0x81) },
        { "instruction 0x82", new PickleBytes().Op((PickleOpcode)0x82, 1) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_damaged_or_not_needed_is_refused(string reason, byte[] pickle) => Assert.Contains(reason, Refuse(pickle));

    private static string Refuse(byte[] pickle)
    {
        var message = Assert.Throws<SafetensorsException>(() => PickleReader.Read(pickle, "p")).Message;
        Assert.StartsWith("p: its pickle ", message);
        Assert.Contains("nothing in them is ever called", message);
        return message;
    }
}
