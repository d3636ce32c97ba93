using System.Text.Json;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary><c>POST /v1/predict</c>: the outline of what was clicked or boxed in a picture.</summary>
/// <param name="engine">What computes.</param>
/// <param name="prompter">Makes masks of clicks.</param>
/// <param name="models">The models.</param>
internal sealed class XAnyPredict(MaskEngine engine, Prompter prompter, XAnyModels models)
{
    private const long LargestBody = 64 << 20;

    /// <summary>Answers.</summary>
    public Task HandleAsync(HttpContext context) => XAnyAnswer.OrFailureAsync(context, "INFERENCE_ERROR", async () =>
    {
        RequestBody.Limit(context, LargestBody);
        using RequestRoom.Place room = engine.Room.Take(2 * Math.Min(LargestBody, context.Request.ContentLength ?? LargestBody));
        XAnyPrediction request = await RequestBody.ReadJsonAsync(context, ServerJson.Default.XAnyPrediction);
        models.Require(request.Model);
        XAnyMark[] marks = request.Params?.Marks ?? [];
        if (!string.IsNullOrEmpty(request.Params?.TextPrompt)) throw Prompter.NoWords("click on the object, or draw a box around it");
        Picture picture = PictureOf(request.Image, room);
        double fineness = XAnyClip.Limited(request.Params?.EpsilonFactor);
        ObjectPrompts[] objects = ObjectsOf(marks, picture);
        // X-AnyLabeling asks also where nothing is clicked.
        XAnyShape[] shapes = objects.Length == 0 ? [] : ShapesOf(await prompter.MaskAsync(picture, objects, context.RequestAborted), fineness);
        await XAnyAnswer.SucceedAsync(context, new XAnyPredicted(shapes, "", Replace: false), ServerJson.Default.XAnySuccessXAnyPredicted);
    });

    private static Picture PictureOf(byte[]? file, RequestRoom.Place room)
    {
        try
        {
            return FrameBody.Decode(file is { Length: > 0 } ? file : throw new RequestException("Image is required"), "image", room);
        }
        catch (RequestException error) when (error.Status == StatusCodes.Status400BadRequest)
        {
            throw new XAnyException("INVALID_IMAGE", error.Message);
        }
    }

    /// <summary>One object for each box, with the points in it; without boxes, one of all points.</summary>
    private static ObjectPrompts[] ObjectsOf(XAnyMark[] marks, Picture picture)
    {
        Stroke[] strokes = [.. marks.Where(mark => mark.Type == "point").Select(StrokeOf)];
        Box[] boxes = [.. marks.Where(mark => mark.Type == "rectangle").Select(BoxOf)];
        return boxes.Length switch
        {
            0 => strokes.Length == 0 ? [] : [new ObjectPrompts(1, strokes)],
            1 => [new ObjectPrompts(1, strokes) { Box = boxes[0] }],
            > byte.MaxValue => throw new RequestException($"There are {boxes.Length} boxes; send {byte.MaxValue} at most."),
            _ => [.. boxes.Select((box, i) => new ObjectPrompts(i + 1, [.. strokes.Where(stroke => IsIn(box, stroke.Points[0]))]) { Box = box })],
        };

        // A point may lie on the far edge, which is no pixel's middle.
        Stroke StrokeOf(XAnyMark mark) => mark.Data is [var x, var y]
            ? new Stroke(Math.Clamp(x, 0, picture.Width - 1), Math.Clamp(y, 0, picture.Height - 1), IsPositive(mark))
            : throw new RequestException("A point's data is not [x, y].");
    }

    private static bool IsIn(Box box, (double X, double Y) point) =>
        point.X >= box.Left && point.X < box.Right && point.Y >= box.Top && point.Y < box.Bottom;

    private static bool IsPositive(XAnyMark mark) => mark.Label is not JsonElement label || !JsonNumbers.TryInt(label, out int number) || number != 0;

    private static Box BoxOf(XAnyMark mark) => mark.Data is [var x0, var y0, var x1, var y1]
        ? new Box(Math.Min(x0, x1), Math.Min(y0, y1), Math.Max(x0, x1), Math.Max(y0, y1))
        : throw new RequestException("A rectangle's data is not [x1, y1, x2, y2].");

    private static XAnyShape[] ShapesOf(IndexMask mask, double fineness)
    {
        LabelMask labels = MaskBody.Labels(mask);
        return
        [
            .. ShownObject.Of(labels).SelectMany(shown => PolygonOutline.LargePartsOf(labels, shown.Label, fineness))
                .Select(corners => XAnyShape.Of(corners, null)),
        ];
    }
}
