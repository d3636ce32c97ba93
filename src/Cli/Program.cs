using LiVOS.Cli;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Terminal;

using var interruption = new Interruption();
return interruption.ExitCodeOf(await LivosCommand.RunAsync(args, StandardStreams.OpenOutput(), StandardStreams.OpenError(), interruption.Token));
