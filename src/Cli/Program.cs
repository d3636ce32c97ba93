using LiVOS.Cli;

using var interruption = new Interruption();
return await LivosCommand.RunAsync(args, Console.Out, Console.Error, interruption.Token);
