using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>
/// What the official models have in common and no tensor shows: a model that differs has the same tensors and computes something else.
/// </summary>
internal static class OfficialArchitecture
{
    /// <summary>Where a declared model differs from all models of a code base.</summary>
    /// <param name="module">The model.</param>
    /// <param name="model">What is known of its Mamba layers; null if it has none.</param>
    /// <param name="naming">The names of the tensors.</param>
    /// <param name="isTransformers">Whether the model is one of the transformers library.</param>
    /// <returns>One clause for each difference, with what to declare.</returns>
    public static IEnumerable<string> Differences(nn.Module module, MambaModel? model, OfficialNaming naming, bool isTransformers)
    {
        if (module is IArchitecture)
        {
            var options = ArchitectureSpec.Of(module.GetType()).Options;
            string? Value(string name) => options.FirstOrDefault(option => option.Owner == "backbone" && option.Name == name)?.Value;

            if (naming == OfficialNaming.S4)
            {
                if (Value("Mixer") is { } mixer and ("HalfGlu1" or "HalfGlu2"))
                {
                    yield return $"the model has Mixer.{mixer}, which official S4 models have not: declare Mixer = Mixer.Glu";
                }
            }
            else
            {
                if (Value("NormPlacement") is "After")
                {
                    yield return "the model normalises after each branch, and official models before it: declare NormPlacement = "
                        + "NormPlacement.Before";
                }

                if (Value("Mixer") is { } mixer and not "None")
                {
                    yield return $"the model has Mixer.{mixer}, and official models have no mixer: declare Mixer = Mixer.None";
                }
            }
        }

        if (model?.Layer is { } layer)
        {
            foreach (var difference in isTransformers ? OfTransformers(model, layer) : OfOriginal(layer))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> OfOriginal(MambaOptions layer)
    {
        if (layer is { GatedNorm: true, Groups: > 1, NormPerGroup: false })
        {
            yield return "the original code normalises each of the groups (ngroups) by itself: declare NormPerGroup = true";
        }
    }

    private static IEnumerable<string> OfTransformers(MambaModel model, MambaOptions layer)
    {
        if (!model.IsRms)
        {
            yield return "models of transformers have RMS norms (rms_norm): declare Norm = Norm.Rms";
        }

        if (!layer.IsSecond)
        {
            yield break;
        }

        if (!layer.GatedNorm)
        {
            yield return "transformers' Mamba-2 has a norm behind the scan: declare GatedNorm = true";
        }

        if (layer is { GatedNorm: true, Groups: > 1, NormPerGroup: true })
        {
            yield return $"transformers' Mamba-2 with n_groups {layer.Groups} has one norm over all groups, where the original "
                + "code has one for each: declare NormPerGroup = false";
        }

        if (layer is { GatedNorm: true, NormBeforeGate: true })
        {
            yield return "transformers' Mamba-2 gates before its norm, whatever norm_before_gate says: declare NormBeforeGate = false";
        }

        if (layer.SkipPerChannel)
        {
            yield return "transformers' Mamba-2 has one D for each head: declare SkipPerChannel = false";
        }

        if (layer.Scanned != layer.Inner)
        {
            yield return "transformers' Mamba-2 scans all channels: declare no SsmFeatures";
        }
    }
}
