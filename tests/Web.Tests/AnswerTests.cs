using System.Net;
using System.Net.Http.Json;

namespace LiVOS.Web.Tests;

/// <summary>Each request is answered: with what it asks for, or with one sentence.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData("GET", "/nothing", 404, "There is nothing at this address.")]
    [InlineData("POST", "/page", 405, "This address does not take POST.")]
    [InlineData("GET", "/fault", 500, "The server failed at this request; its own output says how.")]
    [InlineData("GET", "/full", 503, "It is full.")]
    public async Task What_fails_says_so_in_one_sentence(string method, string path, int status, string sentence)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal($$"""{"error":"{{sentence}}"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(status == 500 ? 1 : 0, server.Faults.Count);
        if (status == 503) Assert.Equal(TimeSpan.FromSeconds(3), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_body_is_bounded()
    {
        await using RunningServer server = await RunningServer.StartAsync(new WebOptions { LargestBody = 1000 });
        Assert.Equal(HttpStatusCode.OK, await StatusOf("/echo", 1000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusOf("/echo", 1001));
        Assert.Equal(HttpStatusCode.OK, await StatusOf("/small", 10));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusOf("/small", 11));

        async Task<HttpStatusCode> StatusOf(string path, int length)
        {
            using HttpResponseMessage answer = await server.Client.PostAsync(path, new ByteArrayContent(new byte[length]));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_body_without_a_length_is_bounded_too()
    {
        await using RunningServer server = await RunningServer.StartAsync(new WebOptions { LargestBody = 10 });
        string answer = await server.SendRawAsync(
            "POST /echo HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked", "", "b", "12345678901", "0", "", "");
        Assert.StartsWith("HTTP/1.1 413 ", answer);
    }

    [Theory]
    [InlineData("""{"name":"a","number":2}""", 200, """{"name":"a","number":2}""")]
    [InlineData("""{"name":"a","number":"2"}""", 400, """{"error":"The request is not the JSON that is expected here, at $.number."}""")]
    [InlineData("""{"name":"a"}""", 400, """{"error":"The request is not the JSON that is expected here."}""")]
    [InlineData("null", 400, """{"error":"The request\u0027s body is null, not a JSON object."}""")]
    [InlineData("[[[", 400, """{"error":"The request is not the JSON that is expected here."}""")]
    [InlineData("", 400, """{"error":"The request is not the JSON that is expected here."}""")]
    public async Task A_body_of_JSON_is_read_or_refused(string body, int status, string expected)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.PostAsync("/json", new StringContent(body));
        Assert.Equal((status, expected), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Half_an_answer_does_not_look_whole()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetStringAsync("/half"));
        Assert.Single(server.Faults);
    }

    [Fact]
    public async Task Events_are_lines_of_JSON()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync("/events");
        Assert.Equal("text/event-stream", $"{answer.Content.Headers.ContentType}");
        Assert.Equal(
            "data: {\"name\":\"plain\\nlines\",\"number\":1}\n\nevent: named\ndata: {\"name\":\"b\",\"number\":2}\n\n:\n\n",
            await answer.Content.ReadAsStringAsync());
    }
}
