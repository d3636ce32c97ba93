namespace LiVOS.Runtime.Language;

/// <summary>Four 32-bit registers: an item's fragment of a matrix that its warp loads or multiplies.</summary>
/// <param name="X">The first.</param>
/// <param name="Y">The second.</param>
/// <param name="Z">The third.</param>
/// <param name="W">The fourth.</param>
public readonly record struct Quad(uint X, uint Y, uint Z, uint W);
