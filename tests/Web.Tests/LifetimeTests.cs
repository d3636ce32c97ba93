using System.Net;

namespace LiVOS.Web.Tests;

/// <summary>How servers start and end.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task Two_servers_take_two_free_ports()
    {
        await using RunningServer one = await RunningServer.StartAsync(), other = await RunningServer.StartAsync();
        Assert.NotEqual(one.Address.Port, other.Address.Port);
        Assert.Equal("page", await one.Client.GetStringAsync("/page"));
        Assert.Equal("page", await other.Client.GetStringAsync("/page"));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using RunningServer one = await RunningServer.StartAsync();
        var error = await Assert.ThrowsAsync<WebServerException>(() => RunningServer.StartAsync(new WebOptions { Port = one.Address.Port }));
        Assert.Contains($"Port {one.Address.Port} of 127.0.0.1", error.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named()
    {
        var options = new WebOptions { Address = IPAddress.Parse("192.0.2.1"), Token = new AccessToken(AccessToken.NewText()) };
        var error = await Assert.ThrowsAsync<WebServerException>(() => RunningServer.StartAsync(options));
        Assert.Contains("192.0.2.1", error.Message);
    }

    [Fact]
    public async Task Its_end_ends_streams_of_events()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync("/endless", HttpCompletionOption.ResponseHeadersRead);
        await server.EndAsync();
        await server.StreamEnded.Task;
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_stream()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using (await server.Client.GetAsync("/endless", HttpCompletionOption.ResponseHeadersRead))
        {
        }

        await server.StreamEnded.Task;
    }
}
