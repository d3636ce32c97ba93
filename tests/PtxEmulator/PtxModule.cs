namespace LiVOS.PtxEmulator;

/// <summary>What one instruction does to a warp.</summary>
/// <param name="warp">The warp.</param>
/// <param name="on">The lanes that execute it, a bit each; at least one.</param>
internal delegate void Step(Warp warp, uint on);

/// <summary>A decoded instruction.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Text">Its opcode with modifiers.</param>
/// <param name="Guard">The predicate that it stands under; null for none.</param>
/// <param name="Step">What it does.</param>
internal sealed record Instruction(int Line, string Text, PredicateSource? Guard, Step Step);

/// <summary>An entry point, checked and decoded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">What its module declares.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Registers">Its registers, by number.</param>
/// <param name="Shared">Its shared memory.</param>
/// <param name="Code">Its instructions; no path leads behind the last one.</param>
/// <param name="MostThreads">The most threads of a block, of .maxntid or .reqntid.</param>
internal sealed record PtxKernel(
    string Name, PtxTarget Target, IReadOnlyList<ParameterSymbol> Parameters, IReadOnlyList<RegisterSymbol> Registers, SharedLayout Shared,
    Instruction[] Code, int MostThreads);

/// <summary>PTX that has been read, checked and decoded.</summary>
/// <param name="Target">What it is written for.</param>
/// <param name="Kernels">Its entry points by name.</param>
internal sealed record PtxModule(PtxTarget Target, IReadOnlyDictionary<string, PtxKernel> Kernels)
{
    /// <summary>Reads a module.</summary>
    /// <exception cref="PtxException">It is not valid PTX, or uses a part of PTX that the emulator does not know.</exception>
    public static PtxModule Parse(string text) => new PtxParser(text).Module();
}
