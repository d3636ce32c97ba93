using System.Text;
using LiVOS.Testing.Cuda;

namespace LiVOS.Bench.Sass;

/// <summary>A kernel for one target.</summary>
/// <param name="Need">What it needs of a multiprocessor.</param>
/// <param name="Loop">The loop in which it spends its time; null where it has none, or where it was not asked for.</param>
internal sealed record Assembly(AssembledKernel Need, MainLoop? Loop)
{
    /// <summary>Assembles a text of PTX (UTF-8), and lists what came of it.</summary>
    /// <param name="ptx">The text.</param>
    /// <param name="target">The compute capability, such as 80.</param>
    /// <param name="withLoop">Whether the main loop is wanted.</param>
    public static async Task<Assembly> OfAsync(byte[] ptx, int target, bool withLoop = true)
    {
        string cubin = Path.GetTempFileName();
        try
        {
            AssembledKernel need = await Ptxas.AssembleAsync(Encoding.UTF8.GetString(ptx), target, cubin);
            return new Assembly(need, withLoop ? (await SassListing.OfAsync(cubin)).MainLoop() : null);
        }
        finally
        {
            File.Delete(cubin);
        }
    }
}
