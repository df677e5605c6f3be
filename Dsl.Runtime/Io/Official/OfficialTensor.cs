namespace SerpentDsl.Io;

/// <summary>One tensor of an official checkpoint.</summary>
/// <param name="Name">Its official name.</param>
/// <param name="Type">Its safetensors type, such as <c>F32</c>.</param>
public sealed record OfficialTensor(string Name, string Type);
