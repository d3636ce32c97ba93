using System.ComponentModel;
using System.Diagnostics;

namespace LiVOS.Media;

/// <summary>Reads a JPEG file through the ffmpeg program, which hands the pixels over as PPM.</summary>
static class FfmpegStill
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="program">The program's name or path.</param>
    /// <exception cref="MediaException">The program is not there, or cannot read the file.</exception>
    public static Picture Read(string path, string program = "ffmpeg")
    {
        // "file:" and an explicit demuxer keep colons and percent signs in names from being taken for protocols and patterns.
        var start = new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                "-nostdin", "-v", "error", "-xerror", "-err_detect", "explode", "-noautorotate",
                "-f", "jpeg_pipe", "-i", "file:" + Path.GetFullPath(path), "-frames:v", "1",
                "-sws_flags", "bilinear+accurate_rnd+full_chroma_int", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "-",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var complaint = process.StandardError.ReadToEndAsync();
            Picture? picture = ReadPpm(process.StandardOutput.BaseStream, path);
            process.StandardOutput.Close(); // a program that has more to say must not wait for a reader
            process.WaitForExit();
            if (picture is null || process.ExitCode != 0 || complaint.Result.Length > 0)
                throw new MediaException($"The JPEG file '{path}' is damaged or cut short ({FirstLine(complaint.Result)}); "
                    + "copy or export it again.");
            return picture;
        }
        catch (Win32Exception error)
        {
            throw new MediaException($"'{path}' cannot be read because no JPEG decoder is there; "
                + "install libjpeg-turbo (Debian: libturbojpeg0) or ffmpeg.", error);
        }
    }

    /// <summary>Reads "P6 width height 255" and the pixels; null where the stream ends before.</summary>
    static Picture? ReadPpm(Stream stream, string path)
    {
        var fields = new string[4];
        for (int i = 0; i < fields.Length; i++)
            for (int value; (value = stream.ReadByte()) > ' ';)
                if ((fields[i] += (char)value).Length > 9) return null;
        if (fields[0] != "P6" || fields[3] != "255" || !int.TryParse(fields[1], out int width) || !int.TryParse(fields[2], out int height))
            return null;
        PictureSize.Check(width, height, path);
        var picture = new Picture(width, height);
        return stream.ReadAtLeast(picture.Rgb, picture.Rgb.Length, throwOnEndOfStream: false) == picture.Rgb.Length ? picture : null;
    }

    static string FirstLine(string text) => text.Length == 0 ? "ffmpeg gives no reason" : text.Split('\n')[0].Trim();
}
