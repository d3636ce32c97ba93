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
    public static MemoryEstimate Of(Network network, FrameGeometry geometry, int objects, int introductions = 1) =>
        Within(long.MaxValue, network, geometry, objects, introductions);

    /// <summary>Estimates the memory of a session in as few bands of rows as fit <paramref name="budget"/> bytes, or in those that need least.</summary>
    /// <exception cref="InputException">There are more elements than kernels can index.</exception>
    public static MemoryEstimate Within(long budget, Network network, FrameGeometry geometry, int objects, int introductions = 1)
    {
        if (objects > Segmenter.MostObjects)
            throw new InputException($"One run follows at most {Segmenter.MostObjects} objects, not {objects}; give fewer.");
        try
        {
            return MemoryEstimate.Within(budget, network, geometry, objects, introductions: introductions);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new InputException($"{Count(objects)} at {geometry.Width}x{geometry.Height} are beyond any device ({error.Message.TrimEnd('.')}); "
                + $"give a smaller --size{(objects > 1 ? " or fewer objects" : "")}.", error);
        }
    }

    /// <summary>Finds the fewest bands of rows with which sessions fit in the memory of the device and the host; rejects those that fit with none.</summary>
    /// <param name="network">The network, on its device.</param>
    /// <param name="geometry">A session's sizes.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="hostBytes">The host memory that it needs.</param>
    /// <param name="available">The machine's memory that may be used.</param>
    /// <param name="sessions">The number of sessions that run at the same time.</param>
    /// <param name="introductions">The number of masks that introduce objects.</param>
    /// <param name="inBands">Whether sessions may run in bands; else they fit whole or not.</param>
    /// <returns>The bands, for each session.</returns>
    /// <exception cref="InputException">There is too little.</exception>
    public static int Fit(
        Network network, FrameGeometry geometry, int objects, long hostBytes, long available, int sessions = 1, int introductions = 1, bool inBands = true)
    {
        long own = network.Device.DedicatedMemory ?? 0, free = network.Device.AvailableMemory ?? 0;
        bool apart = network.Device is { DedicatedMemory: not null, AvailableMemory: not null };
        long onDevice = apart ? Math.Min(own, free + network.WeightBytes) : 0; // the weights are there already
        long budget = (apart ? onDevice : available - sessions * hostBytes) / sessions; // of each session on the device
        MemoryEstimate chosen = EstimateAt(geometry, objects);
        long needed = sessions * chosen.TotalBytes;
        if (apart && needed > onDevice)
            Refuse(needed, onDevice, $"only {Report.Size(onDevice)} of the {Report.Size(own)} of {network.Device.Name} is free");
        long beside = sessions * hostBytes + (apart ? 0 : needed);
        if (beside > available) Refuse(beside, available, $"{Report.Size(available)} is available");
        return chosen.Bands;

        MemoryEstimate EstimateAt(FrameGeometry sizes, int count) =>
            Within(inBands ? budget : long.MaxValue, network, sizes, count, Math.Min(introductions, count));

        long NeededAt(FrameGeometry sizes, int count) => sessions * EstimateAt(sizes, count).TotalBytes;

        void Refuse(long need, long there, string has) => throw new InputException(
            $"The run needs {(chosen.Bands > 1 ? "at least " : "")}{Report.Size(need)} of memory for {Count(objects)} at "
                + $"{geometry.Width}x{geometry.Height}, but {has}; {Advice(need - needed, there)}.");

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
