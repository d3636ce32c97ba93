using System.Runtime.InteropServices;

namespace LiVOS.Media;

/// <summary>libjpeg-turbo's TurboJPEG library, found at run time.</summary>
internal static unsafe partial class TurboJpeg
{
    private const string Library = "turbojpeg";
    private const int Rgb = 0, Cmyk = 11;                    // TJPF_RGB, TJPF_CMYK
    private const int ColourspaceCmyk = 3, ColourspaceYcck = 4;
    private const int Flags = 1 << 15;                       // TJFLAG_LIMITSCANS; else none: exact DCT, smooth chroma, as libjpeg's own defaults

    private static readonly string[] s_names = OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
        : OperatingSystem.IsMacOS() ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib",
            "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib"]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    private static readonly nint s_handle = Load();

    public static bool IsAvailable => s_handle != 0;

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="buffer">An array that the pixels may be put into, if it has just their length.</param>
    /// <exception cref="MediaException">The file is damaged, cut short or too large.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, string path, byte[]? buffer = null)
    {
        nint decoder = InitDecompress();
        if (decoder == 0) throw new MediaException($"'{path}' cannot be decoded ({LastError(0)}); check the libjpeg-turbo installation.");
        try
        {
            fixed (byte* bytes = file)
            {
                var length = new CULong((nuint)file.Length);
                if (DecompressHeader(decoder, bytes, length, out int width, out int height, out _, out int colourspace) != 0
                    && !IsHarmless(LastError(decoder), file))
                    throw Damaged(decoder, path);
                PictureSize.Check(width, height, path);

                bool cmyk = colourspace is ColourspaceCmyk or ColourspaceYcck;
                int bytesNeeded = width * height * (cmyk ? 4 : 3);
                byte[] pixels = buffer?.Length == bytesNeeded && !cmyk ? buffer : new byte[bytesNeeded];
                fixed (byte* to = pixels)
                    if (Decompress(decoder, bytes, length, to, width, 0, height, cmyk ? Cmyk : Rgb, Flags) != 0
                        && !IsHarmless(LastError(decoder), file))
                        throw Damaged(decoder, path);
                return new Picture(width, height, cmyk ? FromInvertedCmyk(pixels) : pixels);
            }
        }
        finally
        {
            Destroy(decoder);
        }
    }

    /// <summary>
    /// Many cameras leave stray bytes between segments, and the picture is whole. But only the first warning is kept, which may be of stray
    /// bytes in a file that is cut short later; so the end marker must be there.
    /// </summary>
    private static bool IsHarmless(string warning, ReadOnlySpan<byte> file) =>
        warning.Contains("extraneous bytes", StringComparison.Ordinal) && file.TrimEnd((byte)0).EndsWith([(byte)0xFF, (byte)0xD9]);

    /// <summary>JPEG files hold CMYK inverted, as Adobe does.</summary>
    private static byte[] FromInvertedCmyk(byte[] cmyk)
    {
        byte[] rgb = new byte[cmyk.Length / 4 * 3];
        for (int pixel = 0; pixel < cmyk.Length / 4; pixel++)
            for (int channel = 0; channel < 3; channel++)
            {
                int light = cmyk[pixel * 4 + 3], ink = 255 - cmyk[pixel * 4 + channel];
                int product = light * ink + 128;
                rgb[pixel * 3 + channel] = (byte)(light - ((product >> 8) + product >> 8)); // product / 255, rounded
            }
        return rgb;
    }

    private static MediaException Damaged(nint decoder, string path) =>
        new($"The JPEG file '{path}' is damaged or cut short ({LastError(decoder)}); copy or export it again.");

    private static string LastError(nint decoder) => Marshal.PtrToStringUTF8(GetErrorString(decoder)) ?? "no reason given";

    private static nint Load()
    {
        foreach (string name in s_names)
            if (NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, DllImportSearchPath.SafeDirectories, out nint library))
            {
                NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, (wanted, _, _) => wanted == Library ? library : 0);
                return library;
            }
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    private static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    private static partial int DecompressHeader(
        nint decoder, byte* file, CULong length, out int width, out int height, out int subsampling, out int colourspace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    private static partial int Decompress(
        nint decoder, byte* file, CULong length, byte* pixels, int width, int rowBytes, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint decoder);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint GetErrorString(nint decoder);
}
