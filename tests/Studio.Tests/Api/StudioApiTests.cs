using System.Net;
using System.Text;
using System.Text.Json;
using LiVOS.Studio.Api;
using LiVOS.Video.Tests;
using LiVOS.Web;

namespace LiVOS.Studio.Tests.Api;

/// <summary>The page's requests, and those that no page of ours makes.</summary>
public sealed class StudioApiTests : IAsyncLifetime
{
    private readonly MovingSquare _clip = new(frames: 6);
    private OpenStudio _studio = null!;
    private WebServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _studio = await OpenStudio.BeginAsync(_clip, withClicks: true);
        _server = await WebServer.StartAsync(new WebOptions(), new StudioApi(_studio.Host).Map, fault => throw fault);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    [Fact]
    public async Task A_click_makes_a_mask_and_a_second_one_refines_it()
    {
        await PutObjectAsync();
        await OkAsync("POST", "/api/frames/0/click", """{"object":1,"strokes":[{"points":[[15,18]],"positive":true}]}""");
        int one = Area(0);
        Assert.True(one > 0);
        await OkAsync("POST", "/api/frames/0/click",
            """{"object":1,"strokes":[{"points":[[15,18]],"positive":true},{"points":[[22,25]],"positive":true}]}""");
        Assert.True(Area(0) > one);
        await OkAsync("POST", "/api/frames/0/click", """{"object":1,"box":[10,12,26,28]}""");
        Assert.True(Area(0) > 100);
        Assert.Equal("Click on object 1 in frame 0", _studio.Project.Document.UndoName);
    }

    [Fact]
    public async Task Everything_is_exported()
    {
        await PutObjectAsync();
        await _studio.GiveAsync(0);
        await _studio.RunAsync(0, Studio.Runs.RunDirection.Forward);
        string[] formats = JsonDocument.Parse(await _client.GetStringAsync("/api/project")).RootElement.GetProperty("formats").EnumerateArray()
            .Select(each => each.GetString()!).ToArray();
        Assert.Contains("coco", formats);
        foreach (string format in formats.Where(format => FfmpegIsThere || !format.Contains('.')))
        {
            await OkAsync("POST", "/api/export", $$"""{"format":"{{format}}"}""");
            byte[] file = await _client.GetByteArrayAsync($"/api/exports/{format}");
            Assert.True(file.Length > 100, format);
            if (!format.Contains('.')) Assert.Equal("PK"u8.ToArray(), file[..2]);
        }
    }

    [Theory]
    [InlineData("POST", "/api/frames/99/click", """{"object":1,"box":[1,1,5,5]}""", "no frame 99")]
    [InlineData("POST", "/api/frames/0/click", """{"object":9,"box":[1,1,5,5]}""", "no object 9")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"box":[5,5,5,5]}""", "no area")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"box":[1,2,3]}""", "A box is")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"strokes":[{"points":[[500,1]],"positive":true}]}""", "outside frame 0")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"strokes":[{"points":[[1,1]],"positive":false}]}""", "where it is not")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"strokes":[{"points":[],"positive":true}]}""", "one point")]
    [InlineData("POST", "/api/frames/0/click", """{"object":1,"before":"../../etc/passwd","box":[1,1,5,5]}""", "no mask's key")]
    [InlineData("POST", "/api/frames/0/click", "nonsense", "not the JSON")]
    [InlineData("PUT", "/api/objects/300", """{"id":1,"name":"a","color":"#000000"}""", "from 1 to 255")]
    [InlineData("PUT", "/api/objects/2", """{"id":1,"name":"","color":"#000000"}""", "1 to 100 letters")]
    [InlineData("PUT", "/api/objects/2", """{"id":1,"name":"a","color":"red"}""", "no colour")]
    [InlineData("POST", "/api/objects/9/end", """{"frame":1}""", "no object 9")]
    [InlineData("POST", "/api/run", """{"frame":0,"direction":"forward"}""", "no mask yet")]
    [InlineData("POST", "/api/run", """{"frame":0,"direction":"sideways"}""", "forward, backward or both")]
    [InlineData("POST", "/api/undo", "{}", "")]
    [InlineData("POST", "/api/redo", "{}", "nothing to do again")]
    [InlineData("POST", "/api/export", """{"format":"../x"}""", "There is no format")]
    [InlineData("POST", "/api/export", """{"format":"coco"}""", "no masks yet")]
    [InlineData("GET", "/api/exports/coco", null, "Nothing was exported")]
    [InlineData("GET", "/api/masks/..%2f..%2fproject", null, "no such mask")]
    [InlineData("GET", "/api/frames/0/insight", null, "'object' is missing")]
    [InlineData("GET", "/api/clips?folder=/etc", null, "is no folder in")]
    [InlineData("POST", "/api/open", """{"path":"/etc"}""", "does not lie in")]
    [InlineData("GET", "/page/../StudioApi.cs", null, "nothing at this address")]
    [InlineData("GET", "/page/nothing.js", null, "no file")]
    public async Task What_cannot_be_done_is_told_in_a_sentence(string method, string path, string? body, string expected)
    {
        await PutObjectAsync();
        HttpResponseMessage answer = await SendAsync(method, path, body);
        if (expected.Length == 0)
        {
            Assert.True(answer.IsSuccessStatusCode);
            return;
        }
        Assert.InRange((int)answer.StatusCode, 400, 422);
        Assert.Contains(expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_mask_has_the_frames_size_and_known_objects()
    {
        await PutObjectAsync();
        foreach (byte[] mask in new[] { new byte[5], [.. Enumerable.Repeat((byte)7, 64 * 48)] })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _client.PutAsync("/api/frames/0/mask", new ByteArrayContent(mask))).StatusCode);
        HttpResponseMessage large = await _client.PutAsync("/api/frames/0/mask", new ByteArrayContent(new byte[64 * 48 + 2]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Empty(_studio.Masks());
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Pages_of_others_change_nothing(string header, string value)
    {
        await PutObjectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/undo");
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
        Assert.NotEmpty(_studio.Project.Document.Objects);
    }

    [Fact]
    public async Task Nothing_of_elsewhere_runs_in_the_page()
    {
        HttpResponseMessage page = await _client.GetAsync("/");
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        string text = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("http:", text);
        Assert.DoesNotContain("https:", text);
        Assert.DoesNotMatch(@"<script>|\son\w+=|style=", text);
    }

    [Fact]
    public async Task Every_page_is_told_of_every_change()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Task<string>[] pages = [FirstChangeAsync(cancellation.Token), FirstChangeAsync(cancellation.Token)];
        await Task.Delay(500);
        await PutObjectAsync();
        foreach (string text in await Task.WhenAll(pages)) Assert.Contains("\"name\":\"Square\"", text);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _studio.DisposeAsync();
        _clip.Dispose();
    }

    private static bool FfmpegIsThere => FfmpegRun.Try("-version");

    private int Area(int frame) => _studio.Project.Masks.Read(_studio.Project.Document[frame].Mask!).Count(id => id == 1);

    private Task PutObjectAsync() => OkAsync("PUT", "/api/objects/1", """{"id":1,"name":"Square","color":"#e4572e"}""");

    private async Task OkAsync(string method, string path, string body)
    {
        HttpResponseMessage answer = await SendAsync(method, path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body) => _client.SendAsync(
        new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") });

    private async Task<string> FirstChangeAsync(CancellationToken cancellation)
    {
        using Stream stream = await _client.GetStreamAsync("/api/events", cancellation);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellation) is string line)
            if (line.Contains("\"change\"", StringComparison.Ordinal)) return line;
        return "";
    }
}
