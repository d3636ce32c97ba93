using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Reads the pictures of requests.</summary>
internal static class FrameBody
{
    /// <summary>Decodes a frame: JPEG, PNG, BMP, GIF, TGA or binary PPM, by its content.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="name">What it is called in messages, such as <c>frame</c>.</param>
    /// <param name="room">The request's memory, to which the picture is added before it is decoded.</param>
    /// <exception cref="RequestException">It is none of these, damaged, or too large.</exception>
    public static Picture Decode(byte[] file, string name, RequestRoom.Place room)
    {
        try
        {
            if (PpmPicture.IsPpm(file)) return PpmPicture.Decode(file, name);
            PictureHeader header = PictureFile.ReadHeader(new MemoryStream(file), name);
            room.Add(3L * header.Width * header.Height);
            return Picture.Decode(file, name);
        }
        catch (MediaException error)
        {
            throw new RequestException(error.Message);
        }
    }

    /// <summary>The size that a frame's header tells.</summary>
    /// <exception cref="RequestException">It is none of these, or damaged.</exception>
    public static (int Width, int Height) SizeOf(byte[] file, string name)
    {
        try
        {
            PictureHeader header = PictureFile.ReadHeader(new MemoryStream(file), name);
            return (header.Width, header.Height);
        }
        catch (MediaException error)
        {
            throw new RequestException(error.Message);
        }
    }
}
