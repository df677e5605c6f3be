namespace SerpentDsl.Tasks;

/// <summary>Square grey images with their classes, from files or drawn. Images have numbers from 0.</summary>
internal abstract class ImageSource
{
    /// <summary>Where the images are from, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Rows of an image, and pixels of a row.</summary>
    public abstract int Side { get; }

    /// <summary>Everything that the images depend on, in one line.</summary>
    /// <param name="cancellation">Stops the work.</param>
    public abstract string MadeFrom(CancellationToken cancellation);

    /// <summary>The numbers of the images of the training, validation and test split.</summary>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="TaskDataException">The files that list the images are malformed.</exception>
    public abstract IReadOnlyList<int[]> Splits(CancellationToken cancellation);

    /// <summary>Reads or draws an image. Any number of threads may call it.</summary>
    /// <exception cref="FormatException">The image cannot be read; the message says why, without the file's name.</exception>
    public abstract GreyImage Read(int image);

    /// <summary>The file of an image, for messages.</summary>
    public abstract string NameOf(int image);
}
