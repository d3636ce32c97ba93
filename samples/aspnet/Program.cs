// An endpoint that tracks objects. It answers with the pixels of each object in each frame:
//     curl -F mask=@00000.png -F frame=@00000.jpg -F frame=@00001.jpg -F frame=@00002.jpg http://localhost:5000/track
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;

WebApplication app = WebApplication.CreateBuilder(args).Build();
using var device = new CpuDevice();
using Network network = Network.Load(Path.Combine(AppContext.BaseDirectory, "models", "livos-nano.safetensors"), device);
using var turn = new SemaphoreSlim(1); // one clip at a time has the processor

app.MapPost("/track", async (HttpRequest request, CancellationToken cancellation) =>
{
    IFormFileCollection files = (await request.ReadFormAsync(cancellation)).Files;
    if (files["mask"] is not { } given) return Results.BadRequest("The form has no file 'mask'.");
    await turn.WaitAsync(cancellation);
    try
    {
        IndexMask mask = Png.DecodeMask(await BytesOf(given), "mask");
        using var segmenter = new Segmenter(network, new FrameGeometry(mask.Height, mask.Width));
        var ids = new int[mask.Height * mask.Width];
        var areas = new List<Dictionary<int, int>>();
        foreach (IFormFile file in files.GetFiles("frame"))
        {
            Picture frame = Picture.Decode(await BytesOf(file), file.FileName);
            if ((frame.Width, frame.Height) != (mask.Width, mask.Height)) return Results.BadRequest($"'{file.FileName}' has another size than the mask.");
            segmenter.Step(frame.Rgb, areas.Count == 0 ? mask.Ids : [], ids);
            areas.Add(ids.Where(id => id != 0).CountBy(id => id).ToDictionary());
        }
        return Results.Json(areas);
    }
    catch (MediaException damaged)
    {
        return Results.BadRequest(damaged.Message);
    }
    finally
    {
        turn.Release();
    }
});
await app.RunAsync();

static async Task<byte[]> BytesOf(IFormFile file)
{
    var bytes = new byte[file.Length];
    await using Stream stream = file.OpenReadStream();
    await stream.ReadExactlyAsync(bytes);
    return bytes;
}
