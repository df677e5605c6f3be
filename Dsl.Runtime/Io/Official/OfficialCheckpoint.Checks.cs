using static TorchSharp.torch;

namespace SerpentDsl.Io;

// What is compared before a checkpoint is copied into a model or a model is written.
public sealed partial class OfficialCheckpoint
{
    private List<string> Differences(Dictionary<string, Tensor> state)
    {
        List<string> differences = [];
        var ours = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (var name in _file.Names)
        {
            if (_naming.ToOurs(name) is { } known && (state.ContainsKey(known) || known == TiedHead))
            {
                ours.Add(known, _file.Entries[name]);
            }
            else if (!IsIdle(name))
            {
                differences.Add($"unexpected in the checkpoint: {name} {Text(_file.Entries[name].Shape)}");
            }
        }

        foreach (var (name, target) in state)
        {
            if (!ours.TryGetValue(name, out var entry))
            {
                var hint = name == TiedHead ? "; the checkpoint ties it to the embedding: declare TiedEmbeddings = true" : "";
                differences.Add($"missing in the checkpoint: {_naming.ToOfficial(name) ?? name} {Text(target.shape)}{hint}");
            }
            else if (!entry.Shape.SequenceEqual(target.shape))
            {
                differences.Add($"reshaped: {entry.Name} is {Text(entry.Shape)} in the checkpoint, {Text(target.shape)} in the model");
            }
            else if (!Fits(entry.Type.ScalarType, target.dtype))
            {
                differences.Add(
                    $"retyped: {entry.Name} is {entry.Type.Name} in the checkpoint, {target.dtype} in the model, which would lose digits");
            }
        }

        return differences;
    }

    // What differs although names and shapes may agree.
    private IEnumerable<string> Contradictions(nn.Module module, Dictionary<string, Tensor> state, bool isOfOtherShape)
    {
        var model = MambaModel.Of(module, state);
        foreach (var difference in OfficialArchitecture.Differences(
            module, model, _naming, _config?.IsTransformers ?? _naming == OfficialNaming.HuggingFace))
        {
            yield return difference;
        }

        if (_config is null || model is null)
        {
            yield break;
        }

        foreach (var contradiction in MambaConfigCheck.Hidden(_config, model)
            .Concat(isOfOtherShape ? [] : MambaConfigCheck.Visible(_config, model)))
        {
            yield return contradiction;
        }
    }

    // What makes the checkpoint unusable for every model.
    private IEnumerable<string> Faults(Dictionary<string, Tensor> state)
    {
        foreach (var name in _file.Names.Where(name => !IsFinite(name)))
        {
            yield return $"not finite: {name}";
        }

        var isCopy = Find(TiedHead) is { } head && Find(Embedding) is { } embedding
            ? head.Type == embedding.Type && head.Data.Span.SequenceEqual(embedding.Data.Span)
            : (bool?)null;
        if (isCopy == false && !state.ContainsKey(TiedHead))
        {
            yield return $"{Find(TiedHead)!.Name} differs from {Find(Embedding)!.Name}, but the model ties them: declare TiedEmbeddings = "
                + "false";
        }

        if (_config is null)
        {
            yield break;
        }

        if (_config.IsTied == true && isCopy == false)
        {
            yield return $"{ConfigFileName} says that the embedding is tied, but {Find(TiedHead)!.Name} differs from it";
        }

        if (_config.IsTied == false && Find(TiedHead) is null)
        {
            yield return $"{ConfigFileName} says that the embedding is not tied, but there is no {_naming.ToOfficial(TiedHead)}";
        }

        if (_config.Integer("vocab_size") is { } vocabulary and > 0 && Find(Embedding) is { Shape: [var rows, ..] } table)
        {
            var multiple = Math.Max(1, _config.Integer("pad_vocab_size_multiple") ?? 1);
            var padded = (vocabulary + multiple - 1) / multiple * multiple;
            if (rows != padded)
            {
                yield return $"{table.Name} has {rows} rows, but {ConfigFileName} says vocab_size {vocabulary}"
                    + (multiple > 1 ? $" padded to a multiple of {multiple}, {padded}" : "");
            }
        }
    }

    // A model that only looks like an official one must not be written as one.
    private static void RequireOfficial(nn.Module module, Dictionary<string, Tensor> state, OfficialNaming naming)
    {
        var model = MambaModel.Of(module, state);
        var differences = OfficialArchitecture.Differences(module, model, naming, naming == OfficialNaming.HuggingFace).ToList();
        if ((model is null) != (naming == OfficialNaming.S4))
        {
            differences.Add(model is null ? "it has no Mamba or Mamba-2 layer" : "official S4 models have no Mamba layers");
        }

        if (differences.Count > 0)
        {
            throw new SafetensorsException(OfficialComplaints.Text(
                $"{module.GetName()} is no model of the code whose names are '{naming.Name}'; nothing was exported.", differences, null));
        }
    }

    private static bool Fits(ScalarType stored, ScalarType target) => stored == target || (stored, target) is
        (ScalarType.Float16 or ScalarType.BFloat16, ScalarType.Float32 or ScalarType.Float64) or (ScalarType.Float32, ScalarType.Float64);

    private bool IsFinite(string name)
    {
        using var scope = NewDisposeScope();
        var value = _file.ToTensor(name);
        return !value.is_floating_point() || value.isfinite().all().item<bool>();
    }

    // The batch counter of torch's batch norm, which is never read.
    private static bool IsIdle(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private SafetensorsEntry? Find(string ours) =>
        _file.Names.Where(name => _naming.ToOurs(name) == ours).Select(name => _file.Entries[name]).FirstOrDefault();

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
