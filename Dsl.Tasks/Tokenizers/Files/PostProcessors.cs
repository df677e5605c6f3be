using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessors
{
    /// <param name="component">The post-processor.</param>
    /// <param name="vocabulary">Number of ids; marks are below it.</param>
    /// <exception cref="FormatException">It is of a type, or has a key or a value, that is not known here.</exception>
    public static PostProcessor Read(FileComponent component, int vocabulary)
    {
        var type = component.Type;
        var result = type switch
        {
            "Sequence" => ReadSequence(component, vocabulary),
            "TemplateProcessing" => ReadTemplate(component, vocabulary),
            "BertProcessing" or "RobertaProcessing" => ReadPair(component, vocabulary),
            "ByteLevel" => ids => ids,
            _ => throw component.UnknownType(),
        };

        // These only change where in the text a token is said to be.
        component.Ignore("trim_offsets", "add_prefix_space", "use_regex");
        component.Finish();
        return result;
    }

    private static PostProcessor ReadSequence(FileComponent component, int vocabulary)
    {
        PostProcessor[] steps = [.. component.Components("processors").Select(step => Read(step, vocabulary))];
        return ids => steps.Aggregate(ids, (changed, step) => step(changed));
    }

    private static PostProcessor ReadTemplate(FileComponent component, int vocabulary)
    {
        // The template for two texts is not used.
        component.Ignore("pair");
        var marks = new Dictionary<string, int[]>(StringComparer.Ordinal);
        if (component.Required("special_tokens").ValueKind != JsonValueKind.Object)
        {
            throw component.Wrong("special_tokens", "an object");
        }

        foreach (var property in component.Required("special_tokens").EnumerateObject())
        {
            var mark = new FileComponent(property.Value, $"{component.Place}.special_tokens.{property.Name}");
            mark.Ignore("id", "tokens");
            if (!marks.TryAdd(property.Name, [.. mark.List("ids").Select(id => IdOf(mark, id, vocabulary))]))
            {
                throw new FormatException($"its {component.Place} has the special token '{property.Name}' twice.");
            }

            mark.Finish();
        }

        // Null stands for the ids of the text.
        int[]?[] parts = [.. component.Components("single").Select(part => ReadPart(part, marks))];
        return ids => [.. parts.SelectMany(part => part ?? ids)];
    }

    private static int[]? ReadPart(FileComponent part, Dictionary<string, int[]> marks)
    {
        var isMark = part.Has("SpecialToken");
        var content = part.Object(isMark ? "SpecialToken" : "Sequence");
        part.Finish();
        content.Ignore("type_id");
        var id = content.Text("id");
        content.Finish();
        return isMark
            ? marks.TryGetValue(id, out var ids) ? ids : throw new FormatException($"its {part.Place} names '{id}', no special token.")
            : id == "A" ? null : throw new FormatException($"its {part.Place} names the text '{id}', but there is only 'A'.");
    }

    /// <summary>The first mark, the text, the last mark.</summary>
    private static PostProcessor ReadPair(FileComponent component, int vocabulary)
    {
        var (first, last) = (ReadMark(component, "cls", vocabulary), ReadMark(component, "sep", vocabulary));
        return ids => [first, .. ids, last];
    }

    private static int ReadMark(FileComponent component, string key, int vocabulary) =>
        component.List(key) is [{ ValueKind: JsonValueKind.String }, var id]
            ? IdOf(component, id, vocabulary)
            : throw component.Wrong(key, "a pair of a token and its id");

    private static int IdOf(FileComponent component, JsonElement value, int vocabulary) =>
        component.NumberOf(value, "ids") is var id && id < vocabulary
            ? id
            : throw new FormatException($"its {component.Place} has the id {id}; the ids are 0 … {vocabulary - 1}.");
}
