using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Weights;

namespace LiVOS.Model;

/// <content>Saving and loading.</content>
public sealed partial class Segmenter
{
    /// <summary>Goes on with a session that was saved. What follows is the same to the bit on the same kind of device.</summary>
    /// <param name="network">The network with whose weights it was made: must outlive the segmenter.</param>
    /// <param name="path">The file. It may come from strangers: it is checked before anything is taken from it.</param>
    /// <param name="capturing">Whether intermediate tensors can be read after each frame (<see cref="ReadCaptured"/>): costs memory.</param>
    /// <param name="bands">The bands of rows in which the layers of high resolution run, which may be others than before.</param>
    /// <exception cref="WeightsException">It is no session of such a network, or damaged.</exception>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    public static Segmenter Load(Network network, string path, bool capturing = false, int bands = 1)
    {
        (FrameGeometry geometry, int[] ids, SessionState state) = SessionFile.Read(path, network);
        try
        {
            var segmenter = new Segmenter(network, geometry, capturing, bands) { _state = state };
            segmenter._objects.Add(ids);
            return segmenter;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Saves the session after a frame, as a safetensors file: its size does not depend on how many frames have gone by. The last
    /// frame's probabilities are not in it.</summary>
    /// <param name="path">The file, which appears whole or not at all; one that is there is replaced.</param>
    /// <exception cref="WeightsException">It cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Frames are in flight, or there are no objects yet.</exception>
    public void Save(string path)
    {
        _slots.RequireNone();
        SessionFile.Write(
            path, _network, _geometry, _objects.Ids, _state ?? throw new InvalidOperationException("There are no objects yet, so there is nothing to save."));
    }
}
