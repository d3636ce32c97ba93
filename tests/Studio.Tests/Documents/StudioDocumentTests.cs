using LiVOS.Studio.Documents;

namespace LiVOS.Studio.Tests.Documents;

public sealed class StudioDocumentTests
{
    private static readonly ObjectRecord s_swan = new(1, "Swan", "#ff0000");

    [Fact]
    public void Actions_are_undone_and_done_again_as_a_whole()
    {
        var document = new StudioDocument();
        document.Begin("Swan");
        document.Apply(Change.Of(1, s_swan));
        document.Begin("Run");
        for (int frame = 0; frame < 3; frame++) document.Apply(Change.Of(frame, new FrameRecord(null, $"mask {frame}", null)));
        document.Apply(Change.EndOf(1, 2));

        Assert.Equal(("Run", null), (document.UndoName, document.RedoName));
        Assert.True(document.TryUndo());
        Assert.Empty(document.Frames);
        Assert.Empty(document.Ends);
        Assert.Equal(s_swan, document.Objects[1]);
        Assert.Equal(("Swan", "Run"), (document.UndoName, document.RedoName));

        Assert.True(document.TryRedo());
        Assert.Equal("mask 2", document[2].Mask);
        Assert.Equal(new ObjectEnd(1, 2), Assert.Single(document.Ends));
        Assert.False(document.TryRedo());
    }

    [Fact]
    public void What_was_before_comes_back()
    {
        var document = new StudioDocument();
        foreach (string mask in new[] { "a", "b", "c" })
        {
            document.Begin(mask);
            document.Apply(Change.Of(5, new FrameRecord(mask, mask, null)));
        }

        Assert.True(document.TryUndo());
        Assert.Equal("b", document[5].Mask);
        Assert.True(document.TryUndo());
        Assert.Equal("a", document[5].Mask);
        Assert.True(document.TryUndo());
        Assert.Equal(FrameRecord.Empty, document[5]);
        Assert.False(document.TryUndo());
    }

    [Fact]
    public void A_new_action_ends_what_was_undone()
    {
        var document = new StudioDocument();
        document.Begin("one");
        document.Apply(Change.Of(1, s_swan));
        Assert.True(document.TryUndo());
        document.Begin("other");
        Assert.Null(document.RedoName);
        Assert.False(document.TryRedo());
    }
}
