using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiVOS.Files;
using LiVOS.Studio.Api;
using LiVOS.Video.Tests;
using LiVOS.Web;

namespace LiVOS.Studio.Tests.Api;

/// <summary>Clips that the page sends.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private readonly MovingSquare _clip = new(frames: 4);
    private OpenStudio _studio = null!;
    private WebServer _server = null!;
    private HttpClient _client = null!;

    private string Folder => _studio.Host.Root;

    private byte[] Frame(int frame) => File.ReadAllBytes(Path.Combine(_clip.Frames, $"{frame:00000}.png"));

    public async Task InitializeAsync()
    {
        _studio = new OpenStudio(_clip);
        _server = await WebServer.StartAsync(new WebOptions(), new StudioApi(_studio.Host).Map, fault => throw fault);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    [Fact]
    public async Task Pictures_become_a_clip_that_is_open()
    {
        Assert.Null(await CheckAsync("Ferien \"1\"", 3000, "a.png", "b.png", "c.png"));
        Assert.Null(await SendAsync("Ferien \"1\"", 3, ("c.png", Frame(2)), ("a.png", Frame(0)), ("ü b.png", Frame(1))));
        string folder = Path.Combine(Folder, "Ferien \"1\"");
        Assert.Equal(["a.png", "c.png", "ü b.png"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Frame(1), File.ReadAllBytes(Path.Combine(folder, "ü b.png")));
        Assert.Equal((folder, 3), (_studio.Project.ClipName, _studio.Project.Clip.Frames.Count));
        Assert.Equal(3, JsonDocument.Parse(await _client.GetStringAsync("/api/project")).RootElement.GetProperty("count").GetInt32());
        Assert.Equal(folder + ".livos", _studio.Project.Folder);

        // Without a name of their own they get one that is free.
        for (int i = 0; i < 2; i++) Assert.Null(await SendAsync(null, 1, ("a.png", Frame(0))));
        Assert.Equal(["Ferien \"1\"", "frames", "frames-2", "frames-3"], Clips());
    }

    [SkippableFact]
    public async Task A_video_becomes_a_clip_that_is_open()
    {
        Skip.IfNot(FfmpegRun.Try("-version"), "There is no FFmpeg.");
        byte[] video = File.ReadAllBytes(_clip.Video("made.mkv", "-c:v", "ffv1"));
        File.Delete(_clip["made.mkv"]);
        Assert.Null(await CheckAsync(null, video.Length, "street.mkv"));
        Assert.Null(await SendAsync(null, 1, ("street.mkv", video)));
        Assert.Equal((Path.Combine(Folder, "street.mkv"), 4), (_studio.Project.ClipName, _studio.Project.Clip.Frames.Count));
        Assert.Contains("There is a 'street.mkv'", await CheckAsync(null, 1, "street.mkv"));
        Assert.Contains("There is a 'street.mkv'", await SendAsync(null, 1, ("street.mkv", video)));
        Assert.Contains("There is a project 'street.livos'", await SendAsync(null, 1, ("street.mp4", video)));
    }

    [Theory]
    [InlineData("../out.png", "has '/' in it")]
    [InlineData("..\\out.png", "has '\\' in it")]
    [InlineData("/etc/out.png", "absolute path")]
    [InlineData(".hidden.png", "begins with a dot")]
    [InlineData("..", "means a folder itself")]
    [InlineData("", "is empty")]
    [InlineData("notes.txt", "no video and no picture")]
    public async Task Names_are_those_of_one_file_in_the_folder(string name, string part)
    {
        Assert.Contains(part, await CheckAsync("clip", 1, name));
        Assert.Contains(part, await SendAsync("clip", 1, (name, Frame(0))));
        Assert.Contains(part, await SendAsync("clip", 2, ("a.png", Frame(0)), (name, Frame(0))));
        if (!name.EndsWith("txt", StringComparison.Ordinal)) Assert.Contains(part, await CheckAsync(name, 1, "a.png", "b.png"));
        NothingIsThere();
    }

    [Fact]
    public async Task What_is_no_clip_is_told_and_not_kept()
    {
        string fault = (await SendAsync("clip", 2, ("a.png", Frame(0)), ("b.png", "nothing"u8.ToArray())))!;
        Assert.Contains("b.png", fault);
        Assert.DoesNotContain(Folder, fault);
        Assert.Contains("called like a project", await CheckAsync("clip.livos", 1, "a.png", "b.png"));
        Assert.Contains("street.mp4", await SendAsync(null, 1, ("street.mp4", "nothing"u8.ToArray())));
        Assert.Contains("There is no video and no picture", await CheckAsync("clip", 0));
        NothingIsThere();
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_and_while_it_comes()
    {
        Assert.Contains("more than 1 MB", await CheckAsync("clip", 1_000_001, "a.png"));
        byte[] large = new byte[1_000_001];
        Assert.Contains("more than 1 MB", await SendAsync("clip", 1, ("a.png", large)));
        Assert.Contains("More files came", await SendAsync("clip", 1, ("a.png", Frame(0)), ("b.png", Frame(1))));
        Assert.Contains("1 of 2 files came", await SendAsync("clip", 2, ("a.png", Frame(0))));
        Assert.Contains("'clip' in", await CheckAsync(Path.GetFileName(Directory.CreateDirectory(Path.Combine(Folder, "clip")).FullName), 1, "a.png", "b.png"));
        Directory.Delete(Path.Combine(Folder, "clip"));
        Assert.Contains("is no folder in", await CheckAsync("clip", 1, ["a.png"], "/etc"));
        NothingIsThere();
    }

    [Fact]
    public async Task A_form_that_breaks_off_leaves_nothing()
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nhalf of it"));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using HttpResponseMessage answer = await _client.PostAsync("/api/uploads?count=1&name=clip", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("not whole", await answer.Content.ReadAsStringAsync());
        NothingIsThere();
    }

    /// <summary>What a killed program left goes, what another one is writing stays.</summary>
    [Fact]
    public async Task Leftovers_go_with_the_next_upload()
    {
        string left = Path.Combine(Folder, $".livos-{new string('a', 32)}.upload"), others = Path.Combine(Folder, ".mine.upload");
        Directory.CreateDirectory(Path.Combine(left, "frames"));
        Directory.CreateDirectory(others);
        using TemporaryFile mark = TemporaryFile.Beside(Path.Combine(Folder, "other"));
        string written = Directory.CreateDirectory(Path.ChangeExtension(mark.Path, ".upload")).FullName;
        Assert.Null(await SendAsync("clip", 1, ("a.png", Frame(0))));
        Assert.Equal([false, true, true], new[] { left, others, written }.Select(Directory.Exists));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _studio.DisposeAsync();
        _clip.Dispose();
    }

    private string[] Clips() =>
        [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!).Where(name => !name.EndsWith(".livos", StringComparison.Ordinal)).Order()];

    private void NothingIsThere() => Assert.Equal([_clip.Frames], Directory.GetFileSystemEntries(Folder));

    private Task<string?> CheckAsync(string? name, long bytes, params string[] files) => CheckAsync(name, bytes, files, Folder);

    private async Task<string?> CheckAsync(string? name, long bytes, string[] files, string folder) =>
        await FaultAsync(await _client.PostAsJsonAsync("/api/uploads/check", new { folder, name, files, bytes }));

    private async Task<string?> SendAsync(string? name, int count, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 }; // as browsers do
        foreach ((string file, byte[] content) in files)
        {
            var part = new ByteArrayContent(content);
            // As browsers write it.
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{file}\"");
            form.Add(part);
        }

        string query = $"count={count}&folder={Uri.EscapeDataString(Folder)}" + (name is null ? "" : $"&name={Uri.EscapeDataString(name)}");
        return await FaultAsync(await _client.PostAsync($"/api/uploads?{query}", form));
    }

    private static async Task<string?> FaultAsync(HttpResponseMessage answer)
    {
        using HttpResponseMessage _ = answer;
        return answer.IsSuccessStatusCode ? null : JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString();
    }
}
