namespace SerpentDsl.Tasks;

/// <summary>A grey image with its class.</summary>
/// <param name="Pixels">Row by row from the top, 0 black to 255 white.</param>
/// <param name="Label">The class.</param>
internal readonly record struct GreyImage(byte[] Pixels, byte Label);
