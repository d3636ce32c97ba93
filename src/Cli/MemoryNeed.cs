using LiVOS.Cli.Clips;
using LiVOS.Model;

namespace LiVOS.Cli;

/// <summary>The memory that a session needs, where there can be one of that size at all.</summary>
static class MemoryNeed
{
    /// <summary>Plans a session.</summary>
    /// <exception cref="InputException">Frames so large, or objects so many, that kernels cannot count their numbers.</exception>
    public static MemoryPlan Of(Network network, FrameGeometry geometry, int objects)
    {
        try
        {
            return MemoryPlan.For(
                network, geometry, objects, fromBytes: !ClipPipeline.ResizesHere(network.Device, geometry), inFlight: ClipPipeline.InFlight(network.Device));
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InputException($"{Count(objects)} at {geometry.Width}x{geometry.Height} "
                + $"are beyond any device ({error.Message.TrimEnd('.')}); give a smaller size or fewer objects.", error);
        }
    }

    /// <summary>Refuses sessions for which there is not enough memory, on the device or beside it.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="geometry">A session's sizes.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="hostBytes">What it needs beside the device.</param>
    /// <param name="available">The machine's memory that may be used.</param>
    /// <param name="size">The shorter side of frames that was asked for; null for the frames' own.</param>
    /// <param name="sessions">How many sessions run side by side.</param>
    /// <exception cref="InputException">There is too little.</exception>
    public static void Require(Network network, FrameGeometry geometry, int objects, long hostBytes, long available, int? size, int sessions = 1)
    {
        long onDevice = sessions * Of(network, geometry, objects).TotalBytes, onHost = sessions * hostBytes;
        if (network.Device is { DedicatedMemory: long own, AvailableMemory: long free })
        {
            long there = Math.Min(own, free + network.WeightBytes); // the weights are there already
            Require(onDevice, there, $"of the {Report.Size(own)} of {network.Device.Name} only {Report.Size(there)} can be had");
        }
        else
        {
            onHost += onDevice;
        }

        Require(onHost, available, $"{Report.Size(available)} is available");

        void Require(long needed, long there, string has)
        {
            if (needed <= there) return;
            throw new InputException($"The run needs {Report.Size(needed)} of memory for {Count(objects)} at {geometry.Width}x{geometry.Height}, "
                + $"but {has}; give a --size below {size ?? Math.Min(geometry.Width, geometry.Height)}, fewer objects, or more memory.");
        }
    }

    static string Count(int objects) => $"{objects} object{(objects == 1 ? "" : "s")}";
}
