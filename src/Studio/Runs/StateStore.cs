using LiVOS.Model;
using LiVOS.Weights;

namespace LiVOS.Studio.Runs;

/// <summary>Memories of the network along the clip, so that a run begins where it is wanted: after a correction, and after undo too. Only a cache: what
/// is not there is computed again from the first mask on.</summary>
/// <param name="folder">The folder of saved sessions.</param>
/// <param name="most">Bytes of files that are kept; the oldest are removed.</param>
internal sealed class StateStore(string folder, long most = 512L << 20)
{
    /// <summary>Frames from one saved memory to the next.</summary>
    public const int Distance = 24;

    /// <summary>The memory that lies nearest before a frame.</summary>
    /// <param name="chain">What memories follow from.</param>
    /// <param name="frame">The frame that is segmented next.</param>
    /// <returns>The file, and the frame behind which it was saved; null for none.</returns>
    public (string Path, int Frame)? Nearest(Chain chain, int frame)
    {
        if (chain.First is not int first) return null;
        for (int at = frame - chain.Step; !chain.IsBefore(at, first); at -= chain.Step)
            if (PathOf(chain, at) is string path && File.Exists(path)) return (path, at);
        return null;
    }

    /// <summary>Saves a memory.</summary>
    /// <param name="segmenter">The session, behind <paramref name="frame"/>.</param>
    /// <param name="chain">What it follows from.</param>
    /// <param name="frame">The frame.</param>
    public void Save(Segmenter segmenter, Chain chain, int frame)
    {
        string path = PathOf(chain, frame);
        if (segmenter.ObjectIds.Count == 0 || File.Exists(path)) return;
        try
        {
            segmenter.Save(path);
            Clean();
        }
        catch (Exception error) when (error is WeightsException or IOException or UnauthorizedAccessException)
        {
            // A full disk: the next run takes longer, and nothing else.
        }
    }

    private string PathOf(Chain chain, int frame) => Path.Combine(folder, chain.KeyBehind(frame) + ".safetensors");

    private void Clean()
    {
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*.safetensors").OrderByDescending(file => file.LastWriteTimeUtc))
            if ((bytes += file.Length) > most) file.Delete();
    }
}
