using System.Security.Cryptography;
using System.Text.Json;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>CVAT's tracker: shapes without states begin to be followed, states are followed on.</summary>
/// <param name="engine">What computes.</param>
/// <param name="prompter">Makes masks of rectangles, where it can.</param>
internal sealed class CvatTracker(MaskEngine engine, Prompter prompter)
{
    /// <summary>Follows all objects of a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="picture">Its frame.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Each object's shape, session and number in it.</returns>
    public async Task<(CvatShape Shape, string Session, int Id)[]> TrackAsync(CvatRequest request, Picture picture, CancellationToken cancellation)
    {
        JsonElement[] shapes = request.Shapes ?? [], states = request.States ?? [];
        int count = Math.Max(shapes.Length, states.Length);
        if (count is 0 or > Segmenter.MostObjects) throw new RequestException($"There are {count} shapes and states; send 1 to {Segmenter.MostObjects}.");
        var results = new (CvatShape, string, int)[count];
        (int Place, string Session, int Id)[] known = [.. Enumerable.Range(0, count).Where(HasState).Select(i => StateOf(states[i], i))];
        (int Place, CvatShape Shape)[] added = [.. Enumerable.Range(0, count).Where(i => !HasState(i)).Select(i => (i, ShapeAt(i)))];
        byte[] hash = SHA256.HashData(picture.Rgb);
        foreach (var session in known.GroupBy(each => each.Session))
            await FollowAsync(
                engine.Sessions.Get<CvatSession>(session.Key), [.. session.Select(each => (each.Place, each.Id))], results, picture, hash, cancellation);
        if (added.Length > 0) await BeginAsync(added, results, picture, hash, cancellation);
        return results;

        bool HasState(int i) => i < states.Length && states[i].ValueKind != JsonValueKind.Null;

        CvatShape ShapeAt(int i) => i < shapes.Length && shapes[i].ValueKind != JsonValueKind.Null ? CvatShape.Read(shapes[i])
            : throw new RequestException($"Object {i} of the call has neither a shape nor a state.");
    }

    private static (int Place, string Session, int Id) StateOf(JsonElement state, int place)
    {
        if (state.ValueKind == JsonValueKind.Object && state.TryGetProperty("session", out JsonElement session) && session.ValueKind == JsonValueKind.String
            && state.TryGetProperty("object", out JsonElement number) && JsonNumbers.TryInt(number, out int id))
            return (place, session.GetString()!, id);
        throw new RequestException($"State {place} is none of this server's.");
    }

    private async Task FollowAsync(
        CvatSession session, (int Place, int Id)[] objects, (CvatShape, string, int)[] results, Picture picture, byte[] hash, CancellationToken cancellation)
    {
        using ServerSession.Turn turn = await session.EnterAsync(cancellation);
        if (objects.Any(each => !session.Shapes.ContainsKey(each.Id))) throw new RequestException("A state names an object that its session has not.");
        if (session.LastMask is not LabelMask mask || !session.LastFrame.AsSpan().SequenceEqual(hash))
        {
            mask = await session.Tracker.StepAsync(picture, null, waits: false, turn.Ended);
            (session.LastMask, session.LastFrame) = (mask, hash);
            foreach (ShownObject shown in ShownObject.Of(mask)) session.Shapes[shown.Id] = session.Shapes[shown.Id].Around(mask, shown);
        }

        // An object that is lost stays where it was seen last: CVAT's page knows no shape without points.
        foreach ((int place, int id) in objects) results[place] = (session.Shapes[id], session.Id, id);
    }

    private async Task BeginAsync(
        (int Place, CvatShape Shape)[] added, (CvatShape, string, int)[] results, Picture picture, byte[] hash, CancellationToken cancellation)
    {
        IndexMask mask = await MaskOf([.. added.Select(each => each.Shape)], picture, cancellation);
        var session = new CvatSession(engine, picture.Width, picture.Height);
        engine.Sessions.Add(session);
        try
        {
            using ServerSession.Turn turn = await session.EnterAsync(cancellation);
            session.LastMask = await session.Tracker.StepAsync(picture, mask, waits: false, turn.Ended);
            session.LastFrame = hash;
        }
        catch
        {
            await engine.Sessions.CloseAsync(session.Id);
            throw;
        }

        foreach ((int i, (int place, CvatShape shape)) in added.Index())
        {
            session.Shapes[i + 1] = shape;
            results[place] = (shape, session.Id, i + 1);
        }
    }

    /// <summary>The mask of all shapes. What lies upon a larger shape stays to be seen.</summary>
    private async Task<IndexMask> MaskOf(CvatShape[] shapes, Picture picture, CancellationToken cancellation)
    {
        int[] ids = new int[picture.Width * picture.Height];
        var planes = new List<(int Id, int[] Pixels)>();
        foreach ((int i, CvatShape shape) in shapes.Index()) planes.Add((i + 1, await PixelsOf(shape, picture, cancellation)));
        foreach ((int id, int[] pixels) in planes.OrderByDescending(plane => plane.Pixels.Sum()))
            for (int i = 0; i < ids.Length; i++)
                if (pixels[i] != 0) ids[i] = id;
        var mask = new IndexMask(picture.Width, picture.Height, ids);
        return mask.ObjectIds.Count == shapes.Length ? mask : throw new RequestException("A shape lies wholly under others; follow it in a call of its own.");
    }

    private async Task<int[]> PixelsOf(CvatShape shape, Picture picture, CancellationToken cancellation)
    {
        int[] drawn = shape.PixelsIn(picture.Width, picture.Height);
        if (shape.Kind != CvatKind.Rectangle || !prompter.IsAble) return drawn;
        var box = new Box(
            Math.Min(shape.Points[0], shape.Points[2]), Math.Min(shape.Points[1], shape.Points[3]),
            Math.Max(shape.Points[0], shape.Points[2]), Math.Max(shape.Points[1], shape.Points[3]));
        IndexMask found = await prompter.MaskAsync(picture, [new ObjectPrompts(1, []) { Box = box }], cancellation);
        return found.ObjectIds.Count > 0 ? found.Ids : drawn;
    }
}
