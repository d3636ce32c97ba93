using LiVOS.Cli;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Terminal;

IlgpuSupport.Register();
using var interruption = new Interruption();
return interruption.ExitCodeOf(await LivosCommand.RunAsync(args, StandardStreams.OpenOutput(), StandardStreams.OpenError(), interruption.Token));
