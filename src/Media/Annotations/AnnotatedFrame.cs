using LiVOS.Media.Surveys;

namespace LiVOS.Media.Annotations;

/// <summary>A frame's objects in a file of annotations.</summary>
/// <param name="Path">The file.</param>
/// <param name="Names">What the frame may be called, without extension: the first that a frame has is meant.</param>
/// <param name="Width">The frame's width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Shapes">The objects' shapes, the later upon the earlier.</param>
internal sealed record AnnotatedFrame(string Path, IReadOnlyList<string> Names, int Width, int Height, IReadOnlyList<ObjectShape> Shapes)
{
    /// <summary>Draws the mask.</summary>
    /// <param name="map">The ids in the results.</param>
    /// <param name="overlap">Called with how many pixels of other objects are covered.</param>
    /// <exception cref="MediaException">A shape is broken, or its object has no id.</exception>
    public IndexMask Draw(IdMap map, Action<int>? overlap)
    {
        int[] ids = new int[PictureSize.Area(Width, Height)], shape = new int[ids.Length];
        int covered = 0, most = 0;
        foreach (ObjectShape drawn in Shapes)
        {
            int id = map[drawn.Id];
            if (id == 0 && map.Contains(drawn.Id)) continue;
            if (id is < 1 or > IdMap.LargestId)
                throw new MediaException($"{drawn.Where} has the object id {id}, but ids are 1 to {IdMap.LargestId}; give --id-map {drawn.Id}=ID.");
            shape.AsSpan().Clear();
            drawn.Draw(shape, Width, Height);
            for (int i = 0; i < ids.Length; i++)
            {
                if (shape[i] == 0) continue;
                if (ids[i] != 0 && ids[i] != id) covered++;
                ids[i] = id;
            }
            most = Math.Max(most, id);
        }
        if (covered > 0) overlap?.Invoke(covered);
        return new IndexMask(Width, Height, ids, MaskSamples.FormatFor(most));
    }

    /// <summary>The name of a frame's picture without folders, of any system, and extension.</summary>
    public static string NameOf(string picture) => System.IO.Path.GetFileNameWithoutExtension(picture[(picture.LastIndexOfAny(['/', '\\']) + 1)..]);

    /// <summary>Gives those objects whose ids are not told the lowest that are free, in order.</summary>
    public static int[] Number(IReadOnlyList<int?> ids)
    {
        HashSet<int> told = [.. ids.OfType<int>()];
        int next = 0;
        return [.. ids.Select(id => id ?? NextFree())];

        int NextFree()
        {
            do next++;
            while (told.Contains(next));
            return next;
        }
    }
}

/// <summary>A shape of an object.</summary>
/// <param name="Id">The object, as the file has it.</param>
/// <param name="Where">The shape, for messages: with a capital.</param>
/// <param name="Draw">Sets its pixels to 1.</param>
internal sealed record ObjectShape(int Id, string Where, DrawShape Draw);

/// <summary>Draws a shape.</summary>
/// <param name="plane">[height, width]: pixels of the shape are set to 1. What lies outside is cut off.</param>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
/// <exception cref="MediaException">The shape is broken.</exception>
internal delegate void DrawShape(Span<int> plane, int width, int height);
