using LiVOS.Media;
using LiVOS.Video;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>Makes masks of clicks and boxes, where the network has a click head.</summary>
/// <param name="engine">What computes.</param>
internal sealed class Prompter(MaskEngine engine)
{
    /// <summary>Whether the network can.</summary>
    public bool IsAble => engine.Network.Architecture.Click is not null;

    /// <summary>The answer to prompts in words.</summary>
    /// <param name="instead">What to send.</param>
    public static RequestException NoWords(string instead) =>
        new(StatusCodes.Status501NotImplemented, $"Prompts in words are not supported, for this network knows none; {instead}.");

    /// <summary>Makes the mask of objects in a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="objects">What is said of each.</param>
    /// <param name="cancellation">Gives it up before it is computed.</param>
    /// <exception cref="RequestException">The network has no click head, or the prompts cannot be used.</exception>
    public async Task<IndexMask> MaskAsync(Picture picture, IReadOnlyList<ObjectPrompts> objects, CancellationToken cancellation)
    {
        if (!IsAble)
            throw new RequestException(
                StatusCodes.Status501NotImplemented, "This server's network has no click head, so it makes no masks of clicks and boxes; send a mask.");
        int points = objects.Sum(each => each.Strokes.Count);
        if (points >= KeptClicks.MostPrompts) throw new RequestException($"There are {points} points; send fewer than {KeptClicks.MostPrompts}.");
        if (objects.SelectMany(each => each.Faults(picture.Width, picture.Height, "the frame")).FirstOrDefault() is string fault)
            throw new RequestException(fault);
        return await engine.Queue.RunAsync(() => engine.Clicks.MaskOf(picture, objects), waits: false, cancellation);
    }
}
