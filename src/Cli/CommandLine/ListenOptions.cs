using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using LiVOS.Cli.Errors;
using LiVOS.Web;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say where a server listens, and whom it answers.</summary>
internal sealed class ListenOptions
{
    private const int LargestPort = 65535;

    private readonly Option<int> _port;

    private readonly Option<IPAddress> _host = new("--host")
    {
        HelpName = "ADDRESS",
        Description = "The address to listen on; '*' for all, which other machines reach too and which needs a token.",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result => result.Tokens[0].Value switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            string text when IPAddress.TryParse(text, out IPAddress? address) => address,
            string text => Refuse(result, text),
        },
    };

    private readonly Option<string[]> _names = new("--host-name")
    {
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        Description = "Names by which clients call this server beside localhost and its address, such as host.docker.internal; others are refused.",
    };

    private readonly Option<string?> _token = new("--token")
    {
        HelpName = "TOKEN",
        Description = "What clients must send, as 'Authorization: Bearer TOKEN' or in the header 'Token'; other users of this machine may see it here.",
    };

    private readonly Option<string?> _tokenFile = new("--token-file") { HelpName = "FILE", Description = "A file whose first line is the token." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="port">The port where none is given.</param>
    public ListenOptions(Command command, int port)
    {
        _port = Options.InRange(0, LargestPort, new Option<int>("--port")
        {
            HelpName = "PORT",
            Description = "The port to listen on; 0 for any that is free.",
            DefaultValueFactory = _ => port,
        });
        foreach (Option option in All) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_token) is not null && result.GetResult(_tokenFile) is not null)
                result.AddError("--token and --token-file are both given; give one of them.");
        });
    }

    /// <summary>The options that are given.</summary>
    public IEnumerable<Option> Given(CommandResult result) =>
        All.Where(option => result.GetResult(option) is { Implicit: false });

    /// <summary>The choice on the command line.</summary>
    /// <exception cref="InputException">The token is no use, or there is none where one is needed.</exception>
    public WebOptions Of(ParseResult parse)
    {
        var options = new WebOptions
        {
            Address = parse.GetRequiredValue(_host),
            Port = parse.GetValue(_port),
            HostNames = parse.GetValue(_names) ?? [],
            Token = TokenOf(parse),
        };
        return options.IsLocal || options.Token is not null ? options
            : throw new InputException($"With --host {options.Address} other machines can call this server, so it needs a secret; give --token-file.");
    }

    private IEnumerable<Option> All => [_port, _host, _names, _token, _tokenFile];

    private AccessToken? TokenOf(ParseResult parse)
    {
        string? text = parse.GetValue(_tokenFile) is string file ? File.ReadLines(file).FirstOrDefault("").Trim() : parse.GetValue(_token);
        try
        {
            return text is null ? null : new AccessToken(text);
        }
        catch (ArgumentException error)
        {
            throw new InputException($"The token cannot be used: {error.Message}", error);
        }
    }

    private static IPAddress Refuse(ArgumentResult result, string text)
    {
        result.AddError($"--host is '{text}', but must be an address of this machine such as 127.0.0.1 or 0.0.0.0, or '*' for all; names go to --host-name.");
        return IPAddress.Loopback;
    }
}
