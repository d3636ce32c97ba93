using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Studio.Api;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Runs;
using LiVOS.Studio.Uploads;
using LiVOS.Video.Tests;

namespace LiVOS.Studio.Tests;

/// <summary>A studio with a project of a small clip, and the bundled network.</summary>
internal sealed class OpenStudio : IAsyncDisposable
{
    public const int Size = 48;

    private readonly CpuDevice _device = new();

    public OpenStudio(MovingSquare clip, bool withClicks = false, long mostUpload = 1_000_000)
    {
        Clip = clip;
        string weights = Repository.PathOf("models/livos-nano.safetensors");
        if (withClicks) HeadedWeights.Write(weights = clip["headed.safetensors"]);
        Network = Network.Load(weights, _device);
        Host = new StudioHost(Network, "weights", Path.GetDirectoryName(clip.Frames)!) { Size = Size, Uploads = new UploadDesk(mostUpload) };
    }

    public MovingSquare Clip { get; }

    public Network Network { get; }

    public StudioHost Host { get; }

    public StudioDesk Desk => Host.Desk!;

    public StudioProject Project => Desk.Project;

    /// <summary>Opens the clip.</summary>
    public static async Task<OpenStudio> BeginAsync(MovingSquare clip, bool withClicks = false)
    {
        var studio = new OpenStudio(clip, withClicks);
        await studio.Host.OpenAsync(clip.Frames);
        return studio;
    }

    /// <summary>Gives the square's true mask in a frame.</summary>
    public async Task GiveAsync(int frame)
    {
        if (!Project.Document.Objects.ContainsKey(1)) Desk.PutObject(new ObjectRecord(1, "Square", "#e4572e"));
        await Desk.PutMaskAsync(frame, [.. Clip.Mask(frame).Ids.Select(id => (byte)id)], "Brush");
    }

    /// <summary>Runs to the end.</summary>
    public async Task RunAsync(int from, RunDirection direction)
    {
        var ended = new TaskCompletionSource();
        Desk.RunChanged += Watch;
        await Desk.StartRunAsync(from, direction);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Desk.RunChanged -= Watch;

        void Watch(RunStatus status)
        {
            if (!status.Running) ended.TrySetResult();
        }
    }

    /// <summary>The masks of all frames that have one.</summary>
    public Dictionary<int, string> Masks() => Project.Document.Frames
        .Where(each => each.Value.Mask is not null).ToDictionary(each => each.Key, each => each.Value.Mask!);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Network.Dispose();
        _device.Dispose();
    }
}
