using System.Text.Unicode;

namespace LiVOS.Weights;

/// <summary>Recognizes files that are given instead of weights by mistake, by their first bytes.</summary>
internal static class ForeignFile
{
    private const int HeadBytes = 512;

    /// <summary>The error for a file that is no weight file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="otherwise">What to say where nothing is known of it: the end of the sentence.</param>
    public static WeightsException Refusal(InputFile file, string otherwise)
    {
        byte[] head = new byte[Math.Min(HeadBytes, file.Length)];
        file.Read(0, head);
        return new WeightsException($"{file.Name} {Describe(head) ?? otherwise}.");
    }

    private static string? Describe(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "is empty: it has 0 bytes; fetch it anew";
        if (head.StartsWith("version https://git-lfs"u8))
            return "is only a pointer of Git LFS to the file; fetch the file itself with 'git lfs pull'";
        if (IsText(head))
            return IsMarkup(head)
                ? "is a web page: the download link gave a page, not the file; open the link in a browser and save the file itself"
                : "is text, neither a safetensors file nor a PyTorch checkpoint; fetch the file anew, or give another";
        return head switch
        {
            [0x1F, 0x8B, ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', ..] or [(byte)'7', (byte)'z', 0xBC, ..] or [
                (byte)'R', (byte)'a', (byte)'r', (byte)'!', ..]
                or [(byte)'B', (byte)'Z', (byte)'h', ..] or [0x28, 0xB5, 0x2F, 0xFD, ..] => "is a packed archive; unpack it and give the weight file in it",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "is an HDF5 file, which is not read; save the weights with torch.save or as safetensors",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..] => "is a picture, not weights; give a .safetensors or .pth file",
            _ => null,
        };
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte part in head)
            if (part < ' ' && part is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B))
                return false;
        // The last letter may be cut.
        return Utf8.IsValid(head[..(head.LastIndexOfAnyInRange((byte)0, (byte)0x7F) + 1)]);
    }

    private static bool IsMarkup(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (head.StartsWith(mark))
            head = head[mark.Length..];
        return head.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }
}
