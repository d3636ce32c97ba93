using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiVOS.Files;
using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Caches the fastest tiles in a file for each device and version of the kernels. If the file cannot be read or written, they are measured
/// again.
/// </summary>
internal sealed class TileCache
{
    private readonly string? _path;
    private readonly Dictionary<string, BlockTile> _tiles = [];

    /// <summary>Reads a memory.</summary>
    /// <param name="path">The file, lines of key, rows, channels and splits; null to remember for this run only.</param>
    public TileCache(string? path)
    {
        _path = path;
        try
        {
            if (path is null || FileStatus.Of(path).Kind != FileKind.Regular) return;
            foreach (string[] words in File.ReadLines(path).Select(line => line.Split(' ')))
            {
                if (words.Length == 4 && Number(words[1]) is { } rows && Number(words[2]) is { } channels && Number(words[3]) is { } splits)
                    _tiles[words[0]] = new BlockTile(rows, channels, splits);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It will be measured again.
        }
    }

    /// <summary>The memory of a device, in the usual folder.</summary>
    public static TileCache Of(Device device)
    {
        if (CacheFolder.Usual is not { } folder) return new TileCache(null);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{device.Name} {device.Description}\n"));
        foreach (KernelDescription kernel in KernelCatalog.Kernels.Where(kernel => kernel.NeedsTensorCores))
            hash.AppendData(kernel.Ptx(device.VectorWidth));
        return new TileCache(Path.Combine(folder, "tiles", $"{Convert.ToHexStringLower(hash.GetHashAndReset())[..32]}.txt"));
    }

    /// <summary>The tile of a layer, where it is known.</summary>
    public BlockTile? Find(ConvolutionShape shape, bool fp16) => _tiles.TryGetValue(KeyOf(shape, fp16), out BlockTile tile) ? tile : null;

    /// <summary>Keeps the tile of a layer.</summary>
    public void Add(ConvolutionShape shape, bool fp16, BlockTile tile)
    {
        string key = KeyOf(shape, fp16);
        _tiles[key] = tile;
        if (_path is null) return;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(_path)!);
            File.AppendAllText(_path, string.Create(CultureInfo.InvariantCulture, $"{key} {tile.Rows} {tile.Channels} {tile.Splits}\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next start will measure it again.
        }
    }

    private static string KeyOf(ConvolutionShape s, bool fp16) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(fp16 ? "fp16" : "tf32")}:{s.OutRows}:{s.InHeight}x{s.InWidth}x{s.ChannelsA}+{s.ChannelsB}:{s.Size}/{s.Stride}:{s.OutChannels}");

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
