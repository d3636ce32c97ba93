using System.Globalization;

namespace LiVOS.Bench.Layers;

/// <summary>A profile as text: every launch, then sums by kernel and by stage of the network.</summary>
internal static class ProfileTable
{
    public static void Write(Profile profile, TextWriter text)
    {
        int nameWidth = profile.Layers.Max(layer => layer.Layer.Length), kernelWidth = profile.Layers.Max(layer => layer.Kernel.Length);

        bool hasFloor = profile.Layers.All(layer => layer.FloorSeconds is not null);
        Line($"{profile.Network}");
        Line($"{profile.Height}x{profile.Width}, {profile.Objects} objects; {profile.Device}; the shortest of {profile.FrameSeconds.Count} frames");
        if (profile.Rates is string rates) Line($"floor: the share of the time that would be needed at {rates}");
        Line($"");
        Heading("layer", "output");
        foreach (LayerTime layer in profile.Layers) Row(layer.Layer, layer.Kernel, layer.Output, [layer]);
        Sums("kernel", layer => layer.Kernel);
        Sums("stage", layer => layer.Stage);

        Line($"");
        Row("all launches", "", "", profile.Layers);
        Line($"frames that were not profiled: {1e3 * profile.FrameSeconds.Min():F1} ms shortest, {1e3 * Report.Median(profile.FrameSeconds):F1} ms median");

        void Sums(string title, Func<LayerTime, string> key)
        {
            Line($"");
            Heading(title, "launches");
            foreach (var group in profile.Layers.GroupBy(key).OrderByDescending(group => group.Sum(layer => layer.MinimumSeconds)))
                Row(group.Key, "", group.Count().ToString(CultureInfo.InvariantCulture), [.. group]);
        }

        void Heading(string title, string third)
        {
            string kernel = third == "output" ? "kernel" : "", floor = hasFloor ? "floor" : "";
            Line($"{title.PadRight(nameWidth)} {kernel.PadRight(kernelWidth)} {third,16} {"GFLOP",8} {"ms",9} {"GFLOP/s",8} {"share",6} {floor,8}");
        }

        void Row(string name, string kernel, string third, IReadOnlyList<LayerTime> layers)
        {
            double seconds = layers.Sum(layer => layer.MinimumSeconds);
            long operations = layers.Sum(layer => layer.Operations);
            string work = operations > 0 ? string.Create(CultureInfo.InvariantCulture, $"{operations / 1e9,8:F3}") : $"{"-",8}";
            string floor = hasFloor ? string.Create(CultureInfo.InvariantCulture, $"{layers.Sum(layer => layer.FloorSeconds) / seconds:P0}") : "";
            string speed = operations > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Report.GigaPerSecond(operations, seconds),8:F1}") : $"{"-",8}";
            double share = seconds / profile.TotalSeconds;
            Line($"{name.PadRight(nameWidth)} {kernel.PadRight(kernelWidth)} {third,16} {work} {1e3 * seconds,9:F3} {speed} {share,6:P1} {floor,8}");
        }

        void Line(FormattableString line) => text.WriteLine(FormattableString.Invariant(line));
    }
}
