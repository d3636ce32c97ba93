using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Studio.Runs;

/// <summary>The scores of a run's frames, whose probabilities are read into one buffer.</summary>
/// <param name="geometry">The session's sizes.</param>
internal sealed class RunScores(FrameGeometry geometry)
{
    private readonly ScoreKeeper _keeper = new(geometry);
    private float[] _probabilities = []; // [objects + 1, height, width]

    /// <summary>Scores the frame that was segmented last.</summary>
    /// <param name="segmenter">The session.</param>
    /// <param name="labels">The frame's labels.</param>
    public IReadOnlyList<ObjectScore> Of(Segmenter segmenter, byte[] labels)
    {
        if (segmenter.ObjectIds.Count == 0) return [];
        int needed = (segmenter.ObjectIds.Count + 1) * geometry.Height * geometry.Width;
        if (_probabilities.Length != needed) _probabilities = new float[needed];
        segmenter.ReadProbabilities(_probabilities);
        return _keeper.Score(_probabilities, labels, [0, .. segmenter.ObjectIds]);
    }
}
