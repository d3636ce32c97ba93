using LiVOS.Media;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Runs;
using LiVOS.Video;
using LiVOS.Video.Tests;

namespace LiVOS.Studio.Tests.Runs;

public sealed class StudioRunTests : IDisposable
{
    private readonly MovingSquare _clip = new(frames: 30);

    /// <summary>A run gives what <c>livos segment</c> gives, to the bit.</summary>
    [Theory]
    [InlineData(RunDirection.Forward, 0)]
    [InlineData(RunDirection.Backward, 29)]
    [InlineData(RunDirection.Both, 12)]
    public async Task A_run_gives_the_masks_that_the_library_gives(RunDirection direction, int from)
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(from);
        await studio.RunAsync(from, direction);

        Direction same = direction switch { RunDirection.Forward => Direction.Forward, RunDirection.Backward => Direction.Backward, _ => Direction.Both };
        var options = new SegmentationOptions { Size = OpenStudio.Size, Direction = same };
        var seen = new List<int>();
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(studio.Network, _clip.Clip, new Prompts(from, _clip.Mask(from)), options))
        {
            var ids = new int[_clip.Width * _clip.Height];
            frame.CopyIds(ids);
            Assert.Equal(ids.Select(id => (byte)id), studio.Project.Masks.Read(studio.Project.Document[frame.Number].Mask!));
            seen.Add(frame.Number);
        }
        Assert.Equal(_clip.Count, seen.Count);
        Assert.Equal(_clip.Count, studio.Masks().Count);
    }

    [Fact]
    public async Task After_a_correction_a_run_goes_on_as_if_it_had_begun_anew()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(0);
        await studio.RunAsync(0, RunDirection.Forward);
        Dictionary<int, string> first = studio.Masks();
        await studio.GiveAsync(26);
        await studio.RunAsync(26, RunDirection.Forward); // from the memory that was saved behind frame 24
        Dictionary<int, string> corrected = studio.Masks();
        Directory.Delete(Path.Combine(studio.Project.Folder, "states"), recursive: true);
        Directory.CreateDirectory(Path.Combine(studio.Project.Folder, "states"));
        await studio.RunAsync(0, RunDirection.Forward);
        Assert.Equal(corrected, studio.Masks());
        Assert.Equal(first.Where(each => each.Key < 26), corrected.Where(each => each.Key < 26));
    }

    [Fact]
    public async Task A_saved_memory_spares_the_frames_before_it()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(0);
        await studio.RunAsync(0, RunDirection.Forward);
        var frames = new List<int>();
        studio.Desk.RunChanged += status => frames.Add(status.Frame);
        await studio.RunAsync(28, RunDirection.Forward);
        Assert.DoesNotContain(24, frames);
        Assert.Contains(25, frames);
    }

    [Fact]
    public async Task Undo_takes_a_whole_run_back_and_redo_brings_it_again()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(3);
        Dictionary<int, string> before = studio.Masks();
        await studio.RunAsync(3, RunDirection.Both);
        Dictionary<int, string> after = studio.Masks();
        await studio.Desk.StepAsync(isUndo: true);
        Assert.Equal(before, studio.Masks());
        await studio.Desk.StepAsync(isUndo: false);
        Assert.Equal(after, studio.Masks());
    }

    [Fact]
    public async Task A_run_that_is_stopped_keeps_what_it_has_done()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        await studio.GiveAsync(0);
        var some = new TaskCompletionSource();
        studio.Desk.RunChanged += status =>
        {
            if (status.Frame >= 3) some.TrySetResult();
        };
        await studio.Desk.StartRunAsync(0, RunDirection.Forward);
        await some.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await studio.Desk.StopRunAsync();
        Assert.False(studio.Desk.Run.Running);
        Assert.True(studio.Masks().Count >= 4);
    }

    [Fact]
    public async Task An_object_that_ends_is_in_no_frame_from_there_on_and_runs_leave_it_out()
    {
        await using OpenStudio studio = await OpenStudio.BeginAsync(_clip);
        studio.Desk.PutObject(new ObjectRecord(2, "Corner", "#2e86ab"));
        await studio.GiveAsync(0);
        byte[] both = [.. studio.Project.Masks.Read(studio.Project.Document[0].Mask!)];
        for (int y = 0; y < 8; y++) both.AsSpan((_clip.Height - 1 - y) * _clip.Width, 8).Fill(2);
        await studio.Desk.PutMaskAsync(0, both, "Brush");
        await studio.RunAsync(0, RunDirection.Forward);

        await studio.Desk.EndObjectAsync(1, 10);
        Assert.All(Enumerable.Range(10, 20), frame => Assert.DoesNotContain((byte)1, Mask(frame)));
        Assert.Contains((byte)1, Mask(9));
        await studio.RunAsync(5, RunDirection.Forward);
        Assert.All(Enumerable.Range(10, 20), frame => Assert.DoesNotContain((byte)1, Mask(frame)));
        Assert.Contains((byte)1, Mask(9));

        await studio.Desk.EndObjectAsync(1, 0);
        Assert.DoesNotContain(1, studio.Project.Document.Objects.Keys);
        Assert.All(Enumerable.Range(0, 30), frame => Assert.DoesNotContain((byte)1, Mask(frame)));

        byte[] Mask(int frame) => studio.Project.Document[frame].Mask is string key ? studio.Project.Masks.Read(key) : [];
    }

    [Fact]
    public async Task A_project_is_there_when_it_is_opened_again()
    {
        Dictionary<int, string> before;
        await using (OpenStudio studio = await OpenStudio.BeginAsync(_clip))
        {
            await studio.GiveAsync(0);
            await studio.RunAsync(0, RunDirection.Forward);
            before = studio.Masks();
        }

        await using OpenStudio again = await OpenStudio.BeginAsync(_clip);
        Assert.Equal(before, again.Masks());
        Assert.Equal("Square", again.Project.Document.Objects[1].Name);
        Assert.StartsWith("Run forward", again.Project.Document.UndoName);
        Assert.Equal(29, again.Project.Document.Frames[29].Scores is [{ Id: 1 }] ? 29 : -1);
    }

    [Fact]
    public async Task Another_clips_project_is_refused()
    {
        await using (await OpenStudio.BeginAsync(_clip))
        {
        }
        using var other = new MovingSquare(frames: 5);
        StudioException refused = await Assert.ThrowsAsync<StudioException>(
            () => StudioProject.OpenAsync(LiVOS.Studio.Api.StudioHost.ProjectOf(_clip.Frames), other.Frames));
        Assert.Contains("give the project's own clip", refused.Message);
        Directory.CreateDirectory(_clip["taken"]);
        File.WriteAllText(Path.Combine(_clip["taken"], "letter.txt"), "Dear");
        Assert.Contains("something else", (await Assert.ThrowsAsync<StudioException>(() => StudioProject.OpenAsync(_clip["taken"], _clip.Frames))).Message);
        Assert.Contains("no project", (await Assert.ThrowsAsync<StudioException>(() => StudioProject.OpenAsync(_clip["none"], null))).Message);
    }

    public void Dispose() => _clip.Dispose();
}
