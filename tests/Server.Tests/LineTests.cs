using System.Text;
using System.Text.Json;
using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server.Tests;

/// <summary>Frames as lines of a standard input.</summary>
public sealed class LineTests
{
    [Fact]
    public async Task Lines_give_the_masks_that_requests_give()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        (string named, IndexMask first) = await StepTests.BeginAsync(server);
        List<int[]> expected = [first.Ids];
        for (int frame = 1; frame < 3; frame++)
        {
            using HttpResponseMessage answer = await server.Client.PostAsync($"/v1/step?session={named}", new ByteArrayContent(Scene.Png(frame)));
            expected.Add(Png.DecodeMask(await answer.Content.ReadAsByteArrayAsync(), "answer").Ids);
        }

        await using var program = new CallingProgram(server);
        JsonElement begun = await program.AskAsync(new { frame = Scene.Png(0), mask = Scene.MaskPng(0), png = true });
        string session = begun.GetProperty("session").GetString()!;
        List<int[]> actual = [MaskOf(begun)];
        for (int frame = 1; frame < 3; frame++) actual.Add(MaskOf(await program.AskAsync(new { frame = Scene.Png(frame), session, png = true })));

        Assert.Equal(expected, actual);
        Assert.Equal(session, (await program.AskAsync(new { session, close = true })).GetProperty("closed").GetString());
        Assert.Contains("no such session", await program.RefusalAsync(new { frame = Scene.Png(3), session }));
    }

    [Fact]
    public async Task Objects_come_as_run_lengths()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        await using var program = new CallingProgram(server);
        JsonElement answer = await program.AskAsync(new { frame = Scene.Jpeg(0), mask = Scene.MaskPng(0) });
        JsonElement only = Assert.Single(answer.GetProperty("objects").EnumerateArray());
        Assert.Equal(CocoRunLength.Encode(Scene.Mask(0))[1], only.GetProperty("segmentation").GetProperty("counts").GetString());
    }

    [Fact]
    public async Task A_bad_line_has_its_sentence_and_the_session_goes_on()
    {
        await using RunningMaskServer server = await RunningMaskServer.StartAsync();
        await using var program = new CallingProgram(server);
        string session = (await program.AskAsync(new { frame = Scene.Png(0), mask = Scene.MaskPng(0) })).GetProperty("session").GetString()!;
        (string Part, object Line)[] bad =
        [
            ("not the JSON", "text"), ("There is no frame", new { session }), ("needs a mask", new { frame = Scene.Png(0) }),
            ("no such session", new { session = "guessed", close = true }), ("begin a new session", new { frame = "P6 1 1 255\nabc"u8.ToArray(), session }),
            ("at $.frame", new { frame = "no base64!" }),
        ];
        foreach ((string part, object line) in bad) Assert.Contains(part, await program.RefusalAsync(line));
        Assert.True((await program.AskAsync(new { frame = Scene.Png(1), session })).TryGetProperty("objects", out _));
    }

    [Theory]
    [InlineData("a\n\nb\r\n", "a", "", "b\r")]
    [InlineData("a\nb", "a", "b")]
    [InlineData("")]
    public async Task The_last_line_may_lack_its_end(string text, params string[] expected)
    {
        var lines = new RequestLines(new MemoryStream(Encoding.UTF8.GetBytes(text)), longest: 100);
        List<string> read = [];
        while (await lines.NextAsync(CancellationToken.None) is ReadOnlyMemory<byte> line) read.Add(Encoding.UTF8.GetString(line.Span));
        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task A_line_has_a_bound()
    {
        var most = new RequestLines(new MemoryStream([.. new byte[1 << 20], (byte)'\n']), longest: 1 << 20);
        Assert.Equal(1 << 20, (await most.NextAsync(CancellationToken.None))!.Value.Length);
        var more = new RequestLines(new MemoryStream(new byte[1 << 24]), longest: 1 << 20);
        await Assert.ThrowsAsync<RequestException>(async () => await more.NextAsync(CancellationToken.None));
    }

    private static int[] MaskOf(JsonElement answer) => Png.DecodeMask(answer.GetProperty("png").GetBytesFromBase64(), "answer").Ids;
}
