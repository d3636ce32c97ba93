namespace LiVOS.PtxEmulator;

/// <summary>Text that is not valid PTX, or a part of PTX that the emulator does not know.</summary>
/// <param name="line">The line of the text, from 1.</param>
/// <param name="what">What is wrong.</param>
internal sealed class PtxException(int line, string what) : Exception($"PTX line {line}: {what}")
{
    /// <summary>The line of the text, from 1.</summary>
    public int Line => line;
}

/// <summary>A valid kernel did what it must not do: an access out of bounds, a race, a read of what was never written.</summary>
/// <param name="line">The line of the instruction, from 1; 0 for a launch that does not fit its kernel.</param>
/// <param name="what">Which thread of which kernel did what.</param>
internal sealed class PtxFaultException(int line, string what) : Exception(what)
{
    /// <summary>The line of the instruction, from 1; 0 for a launch that does not fit its kernel.</summary>
    public int Line => line;
}
