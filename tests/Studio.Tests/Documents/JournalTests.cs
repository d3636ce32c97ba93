using LiVOS.Studio.Documents;

namespace LiVOS.Studio.Tests.Documents;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["journal.jsonl"];

    [Fact]
    public void What_was_done_is_there_when_it_is_opened_again()
    {
        Write();

        StudioDocument again = Read();

        Assert.Equal("m1", again[1].Mask);
        Assert.Null(again[2].Mask);
        Assert.Equal(("Brush", "Run"), (again.UndoName, again.RedoName));
    }

    /// <summary>Whatever moment a program dies at, all lines that were finished count.</summary>
    [Fact]
    public void A_file_that_is_cut_anywhere_is_read_up_to_there()
    {
        Write();
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            int lines = whole[..length].Count(each => each == '\n');

            StudioDocument document = Read();

            Assert.Equal(lines >= 2, document[1].Mask is not null);
            Assert.Equal(lines == 4, document[2].Mask is not null);
            Assert.Equal(lines, System.IO.File.ReadAllLines(File).Length); // what was not finished is gone, so that the next line begins anew
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("{\"step\":\"undo\"}")]
    [InlineData("{\"change\":{\"frame\":1}}")]
    [InlineData("[1]")]
    public void Another_file_is_refused(string line)
    {
        System.IO.File.WriteAllText(File, line + "\n");
        string message = Assert.Throws<StudioException>(() => Read()).Message;
        Assert.Contains("Line 1", message);
        Assert.Contains(File, message);
    }

    [Fact]
    public void Two_programs_do_not_write_to_one_project()
    {
        using Journal journal = Journal.Open(File, new StudioDocument());
        Assert.Contains("another livos studio", Assert.Throws<StudioException>(() => Journal.Open(File, new StudioDocument())).Message);
    }

    public void Dispose() => _folder.Dispose();

    private void Write()
    {
        using Journal journal = Journal.Open(File, new StudioDocument());
        journal.Write(new JournalLine(Action: "Brush"));
        journal.Write(new JournalLine(Change: Change.Of(1, new FrameRecord("m1", "m1", null))));
        journal.Write(new JournalLine(Action: "Run"));
        journal.Write(new JournalLine(Change: Change.Of(2, new FrameRecord(null, "m2", [new(1, 5, [0, 0, 1, 5], 0.9, 0.8, 1, false)]))));
        journal.Write(new JournalLine(Step: JournalLine.Undo));
    }

    private StudioDocument Read()
    {
        var document = new StudioDocument();
        Journal.Open(File, document).Dispose();
        return document;
    }
}
