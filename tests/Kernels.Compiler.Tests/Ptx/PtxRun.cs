using System.Runtime.InteropServices;
using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.Ptx;
using LiVOS.PtxEmulator;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Compiler.Tests.Ptx;

/// <summary>Runs kernels as the PTX that becomes of them.</summary>
internal static class PtxRun
{
    /// <summary>The items of a group in a kernel over items: few enough that the last group has some too many.</summary>
    private const int Items = 7;

    /// <summary>Runs a kernel over items.</summary>
    public static void OverItems(KernelFunction kernel, int items, params object[] arguments) =>
        Run(kernel, new((items + Items - 1) / Items), new(Items), 0, [items, .. arguments]);

    /// <summary>Runs a kernel over groups.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="grid">The groups.</param>
    /// <param name="group">The items of each.</param>
    /// <param name="dynamicShared">Elements of the shared memory whose length the launch chooses.</param>
    /// <param name="arguments">Arrays, which are changed, and numbers; structs taken apart.</param>
    public static void OverGroups(KernelFunction kernel, Extent grid, Extent group, int dynamicShared, params object[] arguments) =>
        Run(kernel, grid, group, dynamicShared, arguments);

    private static void Run(KernelFunction kernel, Extent grid, Extent group, int dynamicShared, object[] arguments)
    {
        PtxModule module = PtxModule.Parse(PtxRenderer.Render(kernel));
        var memories = arguments.OfType<Array>().Distinct().ToDictionary(array => array, Bytes);
        Emulator.Run(module, kernel.Name, grid, group, 4 * dynamicShared, [.. arguments.Select(argument => Argument(argument, memories))]);
        foreach ((Array array, byte[] bytes) in memories)
        {
            if (array is Half[] halves) bytes.CopyTo(MemoryMarshal.AsBytes<Half>(halves));
            else Buffer.BlockCopy(bytes, 0, array, 0, bytes.Length);
        }
    }

    private static byte[] Bytes(Array array)
    {
        if (array is Half[] halves) return MemoryMarshal.AsBytes<Half>(halves).ToArray();
        var bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static PtxArgument Argument(object argument, Dictionary<Array, byte[]> memories) => argument switch
    {
        Array array => PtxArgument.Memory(memories[array]),
        bool truth => truth ? 1 : 0,
        byte number => PtxArgument.Number(PtxType.U8, number),
        sbyte number => PtxArgument.Number(PtxType.S8, number),
        short number => PtxArgument.Number(PtxType.S16, number),
        ushort number => PtxArgument.Number(PtxType.U16, number),
        int number => number,
        uint number => number,
        long number => number,
        ulong number => number,
        float number => number,
        _ => throw new NotSupportedException(argument.GetType().Name),
    };
}
