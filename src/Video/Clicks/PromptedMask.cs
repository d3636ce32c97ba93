using LiVOS.Media;
using LiVOS.Model.Clicks;

namespace LiVOS.Video;

/// <summary>Makes a frame's mask of prompts.</summary>
public static class PromptedMask
{
    /// <summary>The mask of some objects in the session's frame.</summary>
    /// <param name="session">The session, which has the frame.</param>
    /// <param name="objects">The objects, each with prompts that can be used (<see cref="ObjectPrompts.Faults"/>). A pixel that two take is the
    /// later's; where others were clicked at, an object is not.</param>
    public static IndexMask Of(ClickSession session, IReadOnlyList<ObjectPrompts> objects)
    {
        (int width, int height) = (session.Geometry.SourceWidth, session.Geometry.SourceHeight);
        var ids = new int[width * height];
        var own = new byte[ids.Length];
        foreach (ObjectPrompts each in objects)
        {
            Say(session, each);
            session.ReadMask(own);
            foreach ((double x, double y) in objects.Where(other => other != each).SelectMany(ClickedAt))
            {
                if (own[(int)y * width + (int)x] == 0) continue;
                session.Click(x, y, isPositive: false);
                session.ReadMask(own);
            }

            for (int i = 0; i < ids.Length; i++)
                if (own[i] != 0) ids[i] = each.Id;
        }

        return new IndexMask(width, height, ids);
    }

    /// <summary>Says what is known of one object. It begins with what tells most.</summary>
    private static void Say(ClickSession session, ObjectPrompts prompts)
    {
        session.Clear();
        if (prompts.Mask is IndexMask mask) session.Begin([.. mask.Ids.Select(id => id == prompts.Id ? 1 : 0)]);
        if (prompts.Box is Box box) session.Enclose(box);
        foreach (Stroke stroke in prompts.Strokes.OrderByDescending(stroke => stroke.IsPositive)) session.Draw(stroke);
    }

    private static IEnumerable<(double X, double Y)> ClickedAt(ObjectPrompts prompts) =>
        prompts.Strokes.Where(stroke => stroke is { IsPositive: true, Points.Length: 1 }).Select(stroke => stroke.Points[0]);
}
