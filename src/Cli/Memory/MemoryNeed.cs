using LiVOS.Cli.Clips;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Model;
using LiVOS.Model.Estimation;

namespace LiVOS.Cli.Memory;

/// <summary>The memory that a session needs, where there can be one of that size at all.</summary>
static class MemoryNeed
{
    /// <summary>Sizes that are proposed are multiples of this; the network pads to them anyway.</summary>
    const int SizeStep = 16;

    /// <summary>Plans a session.</summary>
    /// <exception cref="InputException">Frames so large, or objects so many, that kernels cannot count their numbers.</exception>
    public static MemoryEstimate Of(Network network, FrameGeometry geometry, int objects, int introductions = 1)
    {
        try
        {
            return MemoryEstimate.For(
                network, geometry, objects, fromBytes: !ClipPipeline.ResizesHere(network.Device, geometry), ClipPipeline.InFlight(network.Device), introductions);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InputException($"{Count(objects)} at {geometry.Width}x{geometry.Height} are beyond any device ({error.Message.TrimEnd('.')}); "
                + $"give a smaller --size{(objects > 1 ? " or fewer objects" : "")}.", error);
        }
    }

    /// <summary>Refuses sessions for which there is not enough memory, on the device or beside it.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="geometry">A session's sizes.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="hostBytes">What it needs beside the device.</param>
    /// <param name="available">The machine's memory that may be used.</param>
    /// <param name="sessions">How many sessions run side by side.</param>
    /// <param name="introductions">How many masks of a session bring new objects.</param>
    /// <exception cref="InputException">There is too little.</exception>
    public static void Require(
        Network network, FrameGeometry geometry, int objects, long hostBytes, long available, int sessions = 1, int introductions = 1)
    {
        long own = network.Device.DedicatedMemory ?? 0, free = network.Device.AvailableMemory ?? 0;
        bool apart = network.Device is { DedicatedMemory: not null, AvailableMemory: not null };
        long onDevice = apart ? Math.Min(own, free + network.WeightBytes) : 0; // the weights are there already
        long needed = NeededAt(geometry, objects);
        if (apart && needed > onDevice) Refuse(needed, onDevice, $"of the {Report.Size(own)} of {network.Device.Name} only {Report.Size(onDevice)} can be had");
        long beside = sessions * hostBytes + (apart ? 0 : needed);
        if (beside > available) Refuse(beside, available, $"{Report.Size(available)} is available");

        long NeededAt(FrameGeometry sizes, int count) => sessions * Of(network, sizes, count, Math.Min(introductions, count)).TotalBytes;

        void Refuse(long need, long there, string has) => throw new InputException(
            $"The run needs {Report.Size(need)} of memory for {Count(objects)} at {geometry.Width}x{geometry.Height}, but {has}; {Advice(need - needed, there)}.");

        // What helps: only what is tried and would fit is proposed.
        string Advice(long rest, long there)
        {
            List<string> ways = [];
            int shorter = Math.Min(geometry.Width, geometry.Height);
            for (int smaller = (shorter - 1) / SizeStep * SizeStep; smaller >= SizeStep && ways.Count == 0; smaller -= Math.Max(SizeStep, smaller / 8 / SizeStep * SizeStep))
                if (rest + NeededAt(Reduced(smaller), objects) <= there) ways.Add($"--size {smaller}");
            if (objects > 1 && rest + NeededAt(geometry, 1) <= there) ways.Add("fewer objects");
            if (sessions > 1) ways.Add("fewer --jobs");
            string more = network.WeightBytes > there ? "a smaller network (the weights alone are too large) or more memory" : "more memory";
            return $"give {(ways.Count == 0 ? more : $"{string.Join(", ", ways)}, or {more}")}";
        }

        FrameGeometry Reduced(int shorter)
        {
            double scale = (double)shorter / Math.Min(geometry.Width, geometry.Height);
            return geometry with { Height = Math.Max(1, (int)(geometry.Height * scale)), Width = Math.Max(1, (int)(geometry.Width * scale)) };
        }
    }

    static string Count(int objects) => $"{objects} object{(objects == 1 ? "" : "s")}";
}
