using System.Net;

namespace LiVOS.Web.Tests;

/// <summary>No foreign page reaches the server through a browser of this machine.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData("127.0.0.1", "200")]
    [InlineData("localhost:1234", "200")]
    [InlineData("LOCALHOST", "200")]
    [InlineData("[::1]:80", "200")]
    [InlineData("masks.example:8000", "200")]
    [InlineData("evil.example", "403")]
    [InlineData("localhost.evil.example", "403")]
    [InlineData("127.0.0.1.evil.example", "403")]
    [InlineData("localhost.", "403")]
    [InlineData("127.0.0.2", "403")]
    public async Task A_host_that_is_not_ours_is_refused(string host, string status)
    {
        await using RunningServer server = await RunningServer.StartAsync(new WebOptions { HostNames = ["masks.example"] });
        Assert.StartsWith($"HTTP/1.1 {status} ", await server.SendRawAsync("GET /page HTTP/1.1", $"Host: {host}"));
    }

    [Fact]
    public async Task A_request_without_a_host_is_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.StartsWith("HTTP/1.1 403 ", await server.SendRawAsync("GET /page HTTP/1.0"));
        Assert.StartsWith("HTTP/1.1 400 ", await server.SendRawAsync("GET /page HTTP/1.1"));
    }

    [Theory]
    [InlineData("GET", "Origin: http://evil.example")]
    [InlineData("POST", "Origin: http://evil.example")]
    [InlineData("POST", "Origin: null")]
    [InlineData("POST", "Origin: http://127.0.0.1")] // another port is another page
    [InlineData("POST", "Origin: http://127.0.0.1.evil.example")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site")]
    [InlineData("GET", "Sec-Fetch-Site: same-site")]
    [InlineData("POST", "Sec-Fetch-Site: cross-site")]
    [InlineData("POST", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image")]
    public async Task Requests_of_foreign_pages_are_refused(string method, string headers)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string path = method == "GET" ? "/page" : "/echo";
        string answer = await server.SendRawAsync($"{method} {path} HTTP/1.1", $"Host: 127.0.0.1:{server.Address.Port}", "Content-Length: 0", headers);
        Assert.StartsWith("HTTP/1.1 403 ", answer);
        Assert.Contains("""{"error":"This server answers no requests of other sites\u0027 pages."}""", answer);
    }

    [Theory]
    [InlineData("GET", "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")] // a link
    [InlineData("GET", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty")]
    [InlineData("POST", "Sec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1:PORT")]
    [InlineData("POST", "User-Agent: curl")]
    public async Task Its_own_page_and_programs_are_answered(string method, string headers)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string port = $"{server.Address.Port}", path = method == "GET" ? "/page" : "/echo";
        string answer = await server.SendRawAsync(
            $"{method} {path} HTTP/1.1", $"Host: 127.0.0.1:{port}", "Content-Length: 0", headers.Replace("PORT", port, StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 200 ", answer);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_a_page_safe()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        foreach (string path in (string[])["/page", "/fault", "/nothing"])
        {
            using HttpResponseMessage answer = await server.Client.GetAsync(path);
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task It_listens_on_this_machine_alone_unless_told_otherwise()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(server.Address.Host)));
    }
}
