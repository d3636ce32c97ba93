using System.Security.Cryptography;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;

namespace LiVOS.Cli.Downloads;

/// <summary>What is remembered of a file that was received in part.</summary>
/// <param name="Address">Where it came from.</param>
/// <param name="Tag">The server's mark of its content; null where it gave none.</param>
/// <param name="Length">Its whole length; null where the server did not say.</param>
internal sealed record PartialRecord(string Address, string? Tag, long? Length);

/// <summary>A file that is being received, beside its final place; a later run goes on with it if it comes from the same address.</summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private PartialRecord _record;

    private PartialFile(string path, FileStream stream, PartialRecord record) => (_path, _stream, _record) = (path, stream, record);

    /// <summary>What is known of the whole file.</summary>
    public PartialRecord Record => _record;

    /// <summary>How much is there.</summary>
    public long Length => _stream.Length;

    /// <summary>The file.</summary>
    public string Path => _stream.Name;

    /// <summary>Opens the part of a file that is there, or an empty one.</summary>
    /// <param name="path">The final place.</param>
    /// <param name="address">Where the file comes from.</param>
    /// <exception cref="InputException">Another process is receiving it.</exception>
    public static PartialFile Open(string path, Uri address)
    {
        string part = PartOf(path), record = RecordOf(path);
        FileStream stream;
        try
        {
            stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(part))
        {
            throw new InputException($"'{part}' is in use; another download of it is running: wait for its end, or give another --dir.", error);
        }
        PartialRecord known = JsonRecord.Read(record, ReportJson.Default.PartialRecord) is { Address: not null } found
            ? found : new PartialRecord("", null, null);
        if (known.Address != address.AbsoluteUri)
        {
            stream.SetLength(0);
            known = new PartialRecord(address.AbsoluteUri, null, null);
        }
        stream.Seek(0, SeekOrigin.End);
        return new PartialFile(path, stream, known);
    }

    /// <summary>Forgets what is there.</summary>
    public void Restart()
    {
        _stream.SetLength(0);
        _stream.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>Remembers what the server says of the whole file.</summary>
    public void Remember(string? tag, long? length)
    {
        _record = _record with { Tag = tag, Length = length };
        JsonRecord.Write(RecordOf(_path), _record, ReportJson.Default.PartialRecord);
    }

    /// <summary>Adds what was received.</summary>
    public ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _stream.WriteAsync(bytes, cancellation);

    /// <summary>The checksum of all that is there.</summary>
    public async Task<string> Sha256Async(CancellationToken cancellation)
    {
        await _stream.FlushAsync(cancellation);
        _stream.Seek(0, SeekOrigin.Begin);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(_stream, cancellation));
    }

    /// <summary>Deletes the part of a file, and what is remembered of it. It must be closed.</summary>
    /// <param name="path">The final place.</param>
    public static void Delete(string path)
    {
        File.Delete(PartOf(path));
        File.Delete(RecordOf(path));
    }

    /// <inheritdoc/>
    /// <remarks>Where nothing came, nothing stays.</remarks>
    public void Dispose()
    {
        bool isEmpty = Length == 0;
        _stream.Dispose();
        if (isEmpty) Delete(_path);
    }

    private static string PartOf(string path) => path + ".part";

    private static string RecordOf(string path) => path + ".part.json";
}
