// Runs one reader of files of others on whatever bytes a fuzzer finds; README.md has the commands.
//   SerpentDsl.Fuzz READER           under afl-fuzz, which sends the bytes
//   SerpentDsl.Fuzz READER FILE…     once on each file, and says what comes out
using SerpentDsl.Fuzz;
using SharpFuzz;

if (args is not [var name, .. var files] || !Readers.All.TryGetValue(name, out var read))
{
    Console.Error.WriteLine($"usage: SerpentDsl.Fuzz {string.Join('|', Readers.All.Keys)} [FILE…]");
    return 2;
}

foreach (var file in files)
{
    Console.WriteLine($"{file}: {read(File.ReadAllBytes(file)) ?? "read"}");
}

if (files.Length == 0)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        read(content.ToArray());
    });
}

return 0;
