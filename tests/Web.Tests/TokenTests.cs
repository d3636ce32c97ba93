using System.Net;

namespace LiVOS.Web.Tests;

/// <summary>Who has no token gets nothing.</summary>
public sealed class TokenTests
{
    private const string Token = "abcdefghijklmnop";

    private static readonly WebOptions s_guarded = new() { Token = new AccessToken(Token) };

    [Theory]
    [InlineData("Authorization", $"Bearer {Token}", HttpStatusCode.OK)]
    [InlineData("Authorization", $"bearer {Token}", HttpStatusCode.OK)]
    [InlineData("Token", Token, HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic bGl2b3M6YWJjZGVmZ2hpamtsbW5vcA==", HttpStatusCode.OK)] // livos:TOKEN
    [InlineData("Authorization", "Basic bGl2b3M6YWJjZGVmZ2hpamtsbW5vcQ==", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic !", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Basic {Token}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Bearer {Token}x", HttpStatusCode.Unauthorized)]
    [InlineData("Token", "abcdefghijklmnoP", HttpStatusCode.Unauthorized)]
    [InlineData("Token", "abc", HttpStatusCode.Unauthorized)]
    [InlineData("User-Agent", "x", HttpStatusCode.Unauthorized)]
    public async Task It_must_be_right(string header, string value, HttpStatusCode status)
    {
        await using RunningServer server = await RunningServer.StartAsync(s_guarded);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page");
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.Unauthorized) Assert.Contains("needs its token", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_window_brings_it_in_the_address_once()
    {
        await using RunningServer server = await RunningServer.StartAsync(s_guarded);
        using HttpResponseMessage first = await server.Client.GetAsync($"/page?clip=a%20b&token={Token}");
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal("/page?clip=a%20b", $"{first.Headers.Location}");
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);

        using var second = new HttpRequestMessage(HttpMethod.Get, "/page");
        second.Headers.Add("Cookie", cookie.Split(';')[0]);
        using HttpResponseMessage answer = await server.Client.SendAsync(second);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using HttpResponseMessage wrong = await server.Client.GetAsync("/page?token=abcdefghijklmnoq");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task What_is_open_to_all_needs_none_and_nothing_else_is_open()
    {
        await using RunningServer server = await RunningServer.StartAsync(s_guarded);
        Assert.Equal("open", await server.Client.GetStringAsync("/open"));
        using HttpResponseMessage nowhere = await server.Client.GetAsync("/nowhere");
        Assert.Equal(HttpStatusCode.Unauthorized, nowhere.StatusCode);
    }

    [Fact]
    public async Task Beyond_this_machine_there_is_no_server_without_one()
    {
        var error = await Assert.ThrowsAsync<WebServerException>(() => RunningServer.StartAsync(new WebOptions { Address = IPAddress.Any }));
        Assert.Contains("needs a token", error.Message);
        await using RunningServer server = await RunningServer.StartAsync(s_guarded with { Address = IPAddress.Any });
        using HttpResponseMessage answer = await server.Client.GetAsync("/page");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with spaces in its midst")]
    [InlineData("with;semicolon;in;it")]
    [InlineData("")]
    public void One_that_could_be_guessed_or_not_be_sent_is_refused(string token) => Assert.Throws<ArgumentException>(() => new AccessToken(token));

    [Fact]
    public void A_new_one_is_random() => Assert.NotEqual(AccessToken.NewText(), AccessToken.NewText());
}
