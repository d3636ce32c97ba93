namespace LiVOS.Kernels;

/// <summary>The extents of a 3x3 convolution of stride 1 and padding 1, computed by tiles of 4x4 outputs.</summary>
/// <param name="Height">Rows of the inputs and the output.</param>
/// <param name="Width">Positions in a row.</param>
/// <param name="ChannelsA">Channels of the first input.</param>
/// <param name="ChannelsB">Channels of the second input; 0 if there is none.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="FirstChannel">The first of the output's channels that this launch computes.</param>
/// <param name="SliceChannels">How many of them it computes: whole vectors.</param>
/// <param name="Tiles">Tiles of all objects.</param>
/// <param name="BlockTiles">Tiles that one group computes: a multiple of 8.</param>
/// <param name="ChunkChannels">Output channels that a group computes at a time: a multiple of the vector's width.</param>
/// <param name="ReluInput">Whether the inputs pass through a ReLU first.</param>
/// <param name="StreamsOutput">Whether the output goes past the caches (<see cref="Result"/>).</param>
internal readonly record struct WinogradShape(
    int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int FirstChannel, int SliceChannels, int Tiles, int BlockTiles, int ChunkChannels,
    Flag ReluInput, Flag StreamsOutput = default)
{
    /// <summary>Channels of both inputs.</summary>
    public int InChannels => ChannelsA + ChannelsB;

    /// <summary>Tiles in a row.</summary>
    public int TileColumns => (Width + Winograd.Outputs - 1) / Winograd.Outputs;

    /// <summary>Tiles of one object.</summary>
    public int TilesPerObject => (Height + Winograd.Outputs - 1) / Winograd.Outputs * TileColumns;

    /// <summary>The channels of a tile that is being transformed.</summary>
    public int WorkChannels => Math.Max(InChannels, ChunkChannels);

    /// <summary>The floats of scratch memory that a group needs with vectors of <paramref name="width"/> lanes.</summary>
    public int Scratch(int width) => Winograd.Points * (WorkChannels + 3 * width + BlockTiles * (InChannels + ChunkChannels));
}
