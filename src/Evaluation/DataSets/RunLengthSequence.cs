using System.Globalization;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>The annotated frames of a BURST sequence as masks.</summary>
/// <param name="file">The annotation file, for messages.</param>
/// <param name="sequence">The sequence.</param>
/// <param name="width">The frames' width in pixels.</param>
/// <param name="height">The frames' height in pixels.</param>
internal sealed class RunLengthSequence(string file, BurstSequence sequence, int width, int height) : IMaskSequence
{
    /// <summary>More ids than this are held as RGB.</summary>
    private const int MostIndexed = 255;

    /// <inheritdoc/>
    public int Count => sequence.AnnotatedFrames.Count;

    /// <summary>The kind of mask that holds all ids of the sequence.</summary>
    public MaskFormat Format { get; init; } = MaskFormat.Indexed;

    /// <summary>The kind of mask that holds ids.</summary>
    public static MaskFormat FormatFor(IEnumerable<int> ids) => ids.All(id => id <= MostIndexed) ? MaskFormat.Indexed : MaskFormat.RgbIds;

    /// <inheritdoc/>
    public string Name(int index) => sequence.AnnotatedFrames[index];

    /// <inheritdoc/>
    public string Path(int index) => $"{file}: {sequence.DataSet}/{sequence.Name}, frame {sequence.AnnotatedFrames[index]}";

    /// <summary>The objects that have a mask in a frame.</summary>
    /// <exception cref="MediaException">The file is not of BURST's form.</exception>
    public IReadOnlyList<int> Ids(int index) => JsonFile.Interpret(
        Path(index), () => sequence.Segmentations[index].EnumerateObject().Select(each => JsonFile.Id(each.Name)).ToArray());

    /// <summary>Reads a frame's mask. Where objects overlap, the later in the file is seen.</summary>
    public IndexMask Read(int index)
    {
        int[] ids = new int[width * height];
        foreach ((int id, JsonProperty each) in Ids(index).Zip(sequence.Segmentations[index].EnumerateObject()))
        {
            try
            {
                CocoRunLength.Decode(JsonFile.Interpret(Path(index), () => JsonFile.Text(each.Value.GetProperty("rle"))), width, height, ids, id);
            }
            catch (FormatException error)
            {
                throw new MediaException($"The mask of object {id} in '{Path(index)}' is broken ({error.Message}); unpack the data set again.", error);
            }
        }
        return new IndexMask(width, height, ids, Format, Palette.Davis);
    }
}
