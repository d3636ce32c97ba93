using System.CommandLine;
using LiVOS.WeightsConverter.Commands;

RootCommand root = new("Converts PyTorch weights to safetensors, and shows what weight files hold.")
{
    ConvertCommand.Create(), InspectCommand.Create(),
};
return root.Parse(args).Invoke();
