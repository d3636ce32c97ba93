using LiVOS.Media.Surveys;

namespace LiVOS.Media;

/// <summary>Frames of which only the size and the names are known.</summary>
/// <param name="width">Their width in pixels.</param>
/// <param name="height">Their height in pixels.</param>
/// <param name="names">Their names in order, each once, without extension.</param>
public sealed class NamedFrames(int width, int height, IReadOnlyList<string> names) : IFrameList
{
    private readonly Dictionary<string, int> _indexOfName = names.Index().ToDictionary(each => each.Item, each => each.Index, NameComparer.Instance);
    private readonly ILookup<string, int> _framesOfNumber =
        names.Index().Where(each => NameNumber.Of(each.Item) is not null).ToLookup(each => NameNumber.Of(each.Item)!, each => each.Index);

    /// <inheritdoc/>
    public int Count => names.Count;

    /// <inheritdoc/>
    public int Width => width;

    /// <inheritdoc/>
    public int Height => height;

    /// <summary>The frames of a folder of masks: a file for each frame, or folders of objects with a file for each frame.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Frames of the names and the size of the masks.</returns>
    /// <exception cref="MediaException">There is no such folder, or no mask in it, or the first cannot be read.</exception>
    public static NamedFrames OfMasks(string folder)
    {
        string[] files = [.. FolderFiles.Of(folder, [.. PictureFile.Extensions])];
        if (files.Length == 0) files = [.. Directory.GetDirectories(folder).SelectMany(each => FolderFiles.Of(each, [.. PictureFile.Extensions]))];
        if (files.Length == 0)
            throw new MediaException($"The folder '{folder}' holds no masks; give a folder of PNGs, or one with a folder for each object.");
        var (width, height) = PictureFile.ReadSize(files[0]);
        string[] names = [.. files.Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Distinct(NameComparer.Instance)];
        return new NamedFrames(width, height, [.. names.Order(NaturalOrder.Comparer)]);
    }

    /// <inheritdoc/>
    public string Name(int index) => names[index];

    /// <inheritdoc/>
    public int IndexOf(string name) => _indexOfName.GetValueOrDefault(name, -1);

    /// <inheritdoc/>
    public IReadOnlyList<int> WithNumber(string number) => [.. _framesOfNumber[number]];
}
