using System.Globalization;
using System.Text;
using System.Xml;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip's masks as CVAT's XML 1.1: a track for each object, with a mask for each frame.</summary>
/// <param name="path">The file.</param>
/// <param name="clip">The clip.</param>
public sealed class CvatFile(string path, ClipInfo clip) : TrackFile(path)
{
    /// <inheritdoc/>
    internal override void Write(
        Stream stream, IReadOnlyList<int> frames, IReadOnlyList<int> ids, Func<int, IEnumerable<(int Frame, LabelMask Mask, ShownObject? Shown)>> masksOf)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("annotations");
        xml.WriteElementString("version", "1.1");
        foreach (int id in ids) WriteTrack(xml, id, masksOf(id));
        xml.WriteEndElement();
    }

    /// <summary>Where the object is lost, its last mask is repeated as being outside: else CVAT would show it on.</summary>
    private void WriteTrack(XmlWriter xml, int id, IEnumerable<(int Frame, LabelMask Mask, ShownObject? Shown)> masks)
    {
        xml.WriteStartElement("track");
        Attribute(xml, "id", id);
        xml.WriteAttributeString("label", clip.Categories.NameOf(id));
        xml.WriteAttributeString("source", "auto");
        (MaskBox Box, List<int> Runs)? last = null;
        foreach ((int frame, LabelMask mask, ShownObject? shown) in masks)
        {
            if (shown is ShownObject there)
            {
                last = (there.Box, MaskRuns.ByRows(mask, there.Label, there.Box));
                WriteMask(xml, frame, isOutside: false, last.Value.Box, last.Value.Runs);
            }
            else if (last is { } before)
            {
                WriteMask(xml, frame, isOutside: true, before.Box, before.Runs);
                last = null;
            }
        }
        xml.WriteEndElement();
    }

    private static void WriteMask(XmlWriter xml, int frame, bool isOutside, MaskBox box, List<int> runs)
    {
        xml.WriteStartElement("mask");
        Attribute(xml, "frame", frame);
        Attribute(xml, "keyframe", 1);
        Attribute(xml, "outside", isOutside ? 1 : 0);
        Attribute(xml, "occluded", 0);
        xml.WriteAttributeString("rle", string.Join(", ", runs.Select(run => run.ToString(CultureInfo.InvariantCulture))));
        Attribute(xml, "left", box.Left);
        Attribute(xml, "top", box.Top);
        Attribute(xml, "width", box.Width);
        Attribute(xml, "height", box.Height);
        Attribute(xml, "z_order", 0);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
}
