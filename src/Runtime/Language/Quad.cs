namespace LiVOS.Runtime.Language;

/// <summary>Four registers of 32 bits: an item's part of what its warp loads or multiplies together.</summary>
/// <param name="X">The first.</param>
/// <param name="Y">The second.</param>
/// <param name="Z">The third.</param>
/// <param name="W">The fourth.</param>
public readonly record struct Quad(uint X, uint Y, uint Z, uint W);
