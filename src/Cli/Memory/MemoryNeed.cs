using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Model;
using LiVOS.Model.Estimation;

namespace LiVOS.Cli.Memory;

/// <summary>Estimates the memory of a session, and rejects sessions that do not fit.</summary>
internal static class MemoryNeed
{
    /// <summary>Sizes that are proposed are multiples of this; the network pads to them anyway.</summary>
    private const int SizeStep = 16;

    /// <summary>Estimates the memory of a session.</summary>
    /// <exception cref="InputException">There are more elements than kernels can index.</exception>
    public static MemoryEstimate Of(Network network, FrameGeometry geometry, int objects, int introductions = 1)
    {
        if (objects > Segmenter.MostObjects)
            throw new InputException($"One run follows at most {Segmenter.MostObjects} objects, not {objects}; give fewer.");
        try
        {
            return MemoryEstimate.For(network, geometry, objects, introductions: introductions);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InputException($"{Count(objects)} at {geometry.Width}x{geometry.Height} are beyond any device ({error.Message.TrimEnd('.')}); "
                + $"give a smaller --size{(objects > 1 ? " or fewer objects" : "")}.", error);
        }
    }

    /// <summary>Rejects sessions for which the device or the host does not have enough memory.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="geometry">A session's sizes.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="hostBytes">The host memory that it needs.</param>
    /// <param name="available">The machine's memory that may be used.</param>
    /// <param name="sessions">The number of sessions that run at the same time.</param>
    /// <param name="introductions">The number of masks that introduce objects.</param>
    /// <exception cref="InputException">There is too little.</exception>
    public static void Require(
        Network network, FrameGeometry geometry, int objects, long hostBytes, long available, int sessions = 1, int introductions = 1)
    {
        long own = network.Device.DedicatedMemory ?? 0, free = network.Device.AvailableMemory ?? 0;
        bool apart = network.Device is { DedicatedMemory: not null, AvailableMemory: not null };
        long onDevice = apart ? Math.Min(own, free + network.WeightBytes) : 0; // the weights are there already
        long needed = NeededAt(geometry, objects);
        if (apart && needed > onDevice)
            Refuse(needed, onDevice, $"only {Report.Size(onDevice)} of the {Report.Size(own)} of {network.Device.Name} is free");
        long beside = sessions * hostBytes + (apart ? 0 : needed);
        if (beside > available) Refuse(beside, available, $"{Report.Size(available)} is available");

        long NeededAt(FrameGeometry sizes, int count) => sessions * Of(network, sizes, count, Math.Min(introductions, count)).TotalBytes;

        void Refuse(long need, long there, string has) => throw new InputException(
            $"The run needs {Report.Size(need)} of memory for {Count(objects)} at {geometry.Width}x{geometry.Height}, but {has}; "
                + $"{Advice(need - needed, there)}.");

        // Proposes only remedies that were tried and fit.
        string Advice(long rest, long there)
        {
            List<string> ways = [];
            int shorter = Math.Min(geometry.Width, geometry.Height);
            for (int smaller = (shorter - 1) / SizeStep * SizeStep; smaller >= SizeStep && ways.Count == 0;
                smaller -= Math.Max(SizeStep, smaller / 8 / SizeStep * SizeStep))
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

    private static string Count(int objects) => $"{objects} object{(objects == 1 ? "" : "s")}";
}
