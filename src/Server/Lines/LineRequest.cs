namespace LiVOS.Server;

/// <summary>A line of a program that calls by its standard streams.</summary>
internal sealed record LineRequest : StepRequest
{
    /// <summary>Whether the answer is the mask as a PNG; else its objects.</summary>
    public bool Png { get; init; }

    /// <summary>Whether the session is closed.</summary>
    public bool Close { get; init; }
}

/// <summary>A frame's mask as an indexed PNG.</summary>
internal sealed record LineMask(string Session, byte[] Png);

/// <summary>The answer where a session was closed.</summary>
internal sealed record LineClosed(string Closed);
