using System.Text;
using System.Text.Json;

namespace LiVOS.Studio.Documents;

/// <summary>All that was ever done in a project, a line of JSON each, in a file that only grows: a line is written before it counts. Whatever ends
/// the program, the file holds everything up to then; a last line that was not finished is left out.</summary>
internal sealed class Journal : IDisposable
{
    private const int LongestLine = 16 << 20;

    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    /// <summary>Opens a journal, or begins one, and does again all that it tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="document">An empty document.</param>
    /// <exception cref="StudioException">Another program has it open, it cannot be read or written, or it is no journal.</exception>
    public static Journal Open(string path, StudioDocument document)
    {
        FileStream file = OpenFile(path);
        try
        {
            Replay(file, path, document);
            return new Journal(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a line.</summary>
    /// <exception cref="StudioException">It cannot be written.</exception>
    public void Write(JournalLine line)
    {
        byte[] text = [.. JsonSerializer.SerializeToUtf8Bytes(line, DocumentJson.Default.JournalLine), (byte)'\n'];
        long end = _file.Position;
        try
        {
            _file.Write(text);
            _file.Flush();
        }
        catch (IOException error)
        {
            TryCut(end);
            throw new StudioException($"'{_file.Name}' cannot be written ({error.Message.TrimEnd('.')}); make room on the disk, then do it again.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StudioException(
                $"The project's '{path}' cannot be opened ({error.Message.TrimEnd('.')}); if another livos studio has it open, use that one or end it.", error);
        }
    }

    private static void Replay(FileStream file, string path, StudioDocument document)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        long whole = 0;
        for (int number = 1; ReadLine(reader, out bool isWhole) is string line; number++)
        {
            if (!isWhole) break;
            try
            {
                Take(JsonSerializer.Deserialize(line, DocumentJson.Default.JournalLine), document);
            }
            catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
            {
                throw new StudioException($"Line {number} of '{path}' says nothing that this version understands; give another project's folder.", error);
            }
            whole += Encoding.UTF8.GetByteCount(line) + 1;
        }
        file.SetLength(whole);
        file.Position = whole;
    }

    private static void Take(JournalLine? line, StudioDocument document)
    {
        if (line?.Action is string name) document.Begin(name);
        else if (line?.Change is Change change) document.Apply(change);
        else if (!(line?.Step == JournalLine.Undo ? document.TryUndo() : line?.Step == JournalLine.Redo && document.TryRedo()))
            throw new ArgumentException("The line says nothing.", nameof(line));
    }

    /// <summary>A line, and whether it has its end.</summary>
    private static string? ReadLine(StreamReader reader, out bool isWhole)
    {
        var line = new StringBuilder();
        isWhole = false;
        int next;
        while ((next = reader.Read()) >= 0 && line.Length < LongestLine)
        {
            if (next == '\n')
            {
                isWhole = true;
                break;
            }
            line.Append((char)next);
        }
        return isWhole || line.Length > 0 ? line.ToString() : null;
    }

    private void TryCut(long end)
    {
        try
        {
            _file.SetLength(end);
            _file.Position = end;
        }
        catch (IOException)
        {
            // The next opening leaves out what is not whole.
        }
    }
}
