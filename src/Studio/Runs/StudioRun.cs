using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Studio.Documents;
using LiVOS.Video;

namespace LiVOS.Studio.Runs;

/// <summary>Follows a project's objects from a frame on. Masks become the project's one by one, so that a run may be stopped at any of them.</summary>
/// <param name="project">The project.</param>
/// <param name="network">Its network.</param>
/// <param name="states">Memories of earlier runs.</param>
internal sealed class StudioRun(StudioProject project, StudioNetwork network, StateStore states)
{
    /// <summary>Says why a run cannot begin at a frame; null where it can.</summary>
    public string? WhyNot(int from, RunDirection direction)
    {
        lock (project.Guard)
        {
            if (!project.Document.Given.Any()) return "There is no mask yet; draw or click one first.";
            if (direction == RunDirection.Forward && !project.Document.Given.Any(given => given.Frame <= from))
                return "There is no mask in this frame or before it; draw one here, or go to a later frame.";
            if (direction == RunDirection.Backward && !project.Document.Given.Any(given => given.Frame >= from))
                return "There is no mask in this frame or behind it; draw one here, or go to an earlier frame.";
            return null;
        }
    }

    /// <summary>Follows them.</summary>
    /// <param name="from">The first frame that gets a mask.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="progress">Told of each frame that is done, those included that are only computed to get to <paramref name="from"/>.</param>
    /// <param name="cancellation">Stops it between two frames; what is done stays.</param>
    /// <exception cref="MediaException">A frame cannot be read; all before it are done.</exception>
    public async Task GoAsync(int from, RunDirection direction, Action<int> progress, CancellationToken cancellation)
    {
        project.Begin(direction switch
        {
            RunDirection.Forward => $"Run forward from frame {from}",
            RunDirection.Backward => $"Run backward from frame {from}",
            _ => $"Run both ways from frame {from}",
        });
        if (direction != RunDirection.Backward) await GoAsync(from, forward: true, progress, cancellation);
        if (direction != RunDirection.Forward) await GoAsync(from, forward: false, progress, cancellation);
    }

    private async Task GoAsync(int from, bool forward, Action<int> progress, CancellationToken cancellation)
    {
        Chain chain;
        lock (project.Guard) chain = new Chain(project.Document, forward, network.Name);
        if (chain.First is not int first || chain.IsBefore(from, first)) return;

        (Segmenter segmenter, int frame) = await BeginAsync(chain, from, first, cancellation);
        using Segmenter own = segmenter;
        var labels = new byte[project.Masks.Pixels];
        var scores = new RunScores(network.Geometry);
        int last = forward ? project.Clip.Frames.Count - 1 : 0;
        await foreach (Picture picture in project.Clip.PicturesAsync(frame, last, cancellation))
        {
            await network.Turn.WaitAsync(cancellation);
            FrameRecord? result;
            try
            {
                result = Segment(segmenter, chain, frame, picture, labels, scores, isWanted: !chain.IsBefore(frame, from));
            }
            finally
            {
                network.Turn.Release();
            }
            if (result is not null) project.Add(Change.Of(frame, result));
            progress(frame);
            frame += chain.Step;
        }
    }

    /// <summary>Takes the nearest saved memory, or begins at the first mask.</summary>
    private async Task<(Segmenter Segmenter, int Frame)> BeginAsync(Chain chain, int from, int first, CancellationToken cancellation)
    {
        await network.Turn.WaitAsync(cancellation);
        try
        {
            if (states.Nearest(chain, from) is not (string path, int behind)) return (new Segmenter(network.Network, network.Geometry), first);
            return (Segmenter.Load(network.Network, path), behind + chain.Step);
        }
        finally
        {
            network.Turn.Release();
        }
    }

    /// <summary>Segments a frame; null where its mask is not wanted.</summary>
    private FrameRecord? Segment(Segmenter segmenter, Chain chain, int frame, Picture picture, byte[] labels, RunScores scores, bool isWanted)
    {
        foreach (int id in chain.EndsAt(frame)) segmenter.DeleteObject(id);
        string? given = chain.GivenAt(frame);
        network.Segment(segmenter, picture, given is null ? null : project.Masks.Read(given), labels);
        if (frame % StateStore.Distance == 0 || given is not null) states.Save(segmenter, chain, frame);
        if (!isWanted) return null;
        return given is not null ? new FrameRecord(given, given, null)
            : new FrameRecord(null, project.Masks.Add(Ids(segmenter, labels)), scores.Of(segmenter, labels));
    }

    private static byte[] Ids(Segmenter segmenter, byte[] labels)
    {
        byte[] ids = [0, .. segmenter.ObjectIds.Select(id => (byte)id)];
        var mask = new byte[labels.Length];
        for (int i = 0; i < mask.Length; i++) mask[i] = ids[labels[i]];
        return mask;
    }
}
