using System.Globalization;
using System.Text.Json.Serialization;

namespace LiVOS.Cli.Clips;

/// <summary>How a source that can be read only once was kept up with.</summary>
/// <param name="Dropped">How many frames were dropped.</param>
/// <param name="MeanDelaySeconds">The mean time from when a frame had been read until its mask was ready.</param>
/// <param name="LongestDelaySeconds">The longest.</param>
internal sealed record LiveReport(int Dropped, double MeanDelaySeconds, double LongestDelaySeconds)
{
    /// <summary>Tells it in a line.</summary>
    [JsonIgnore]
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dropped} frames dropped; a mask came {MeanDelaySeconds:0.00} s after its frame was read, {LongestDelaySeconds:0.00} s at most");
}
