using LiVOS.Model.Clicks;

namespace LiVOS.Server;

/// <summary>What a mask server gives its clients.</summary>
public sealed record ServerOptions
{
    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public int? Size { get; init; } = 480;

    /// <summary>The shorter side of frames in which objects are clicked; null for their own size.</summary>
    public int? ClickSize { get; init; } = ClickSession.UsualSize;

    /// <summary>The most sessions at a time.</summary>
    public int MostSessions { get; init; } = 64;

    /// <summary>The bytes that all sessions together may take, as their plans count them.</summary>
    public long SessionBytes { get; init; } = long.MaxValue;

    /// <summary>The bytes of requests, with the pictures in them, that are worked on at a time.</summary>
    public long RequestBytes { get; init; } = 1 << 30;

    /// <summary>A session that was not used for so long is closed.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most frames that wait for the network.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>The folders whose clips clients may name; none for no clips on this machine's disk.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];
}
