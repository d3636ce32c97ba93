using System.Text;

namespace LiVOS.Runtime.Cuda;

/// <summary>The driver's compiler: turns PTX into machine code (a cubin).</summary>
internal static unsafe class CudaCompiler
{
    private const int LogBytes = 16 * 1024;

    /// <summary>Compiles a program; the context must be current.</summary>
    /// <param name="cu">The driver.</param>
    /// <param name="source">The program.</param>
    /// <returns>The machine code and the compiler's log.</returns>
    /// <exception cref="CudaBuildException">The driver cannot compile it.</exception>
    public static (byte[] Cubin, string Log) Compile(CudaDriver cu, ProgramSource source)
    {
        const int infoBuffer = 3, infoSize = 4, errorBuffer = 5, errorSize = 6, verbose = 12;
        byte[] info = new byte[LogBytes], errors = new byte[LogBytes];
        fixed (byte* infoAt = info, errorsAt = errors)
        {
            int* names = stackalloc int[] { infoBuffer, infoSize, errorBuffer, errorSize, verbose };
            void** values = stackalloc void*[] { infoAt, (void*)LogBytes, errorsAt, (void*)LogBytes, (void*)1 };
            int code = cu.cuLinkCreate_v2(5, names, values, out nint state);
            if (code != CudaError.Success) throw new CudaBuildException(cu, code, source.Kernel, "(the driver's compiler did not start)");
            try
            {
                code = Link(cu, state, source, out byte[] cubin);
                return code == CudaError.Success ? (cubin, TextOf(info)) : throw new CudaBuildException(cu, code, source.Kernel, LogOf(errors));
            }
            finally
            {
                cu.cuLinkDestroy(state);
            }
        }
    }

    private static int Link(CudaDriver cu, nint state, ProgramSource source, out byte[] cubin)
    {
        const int ptx = 1;
        cubin = [];
        byte[] text = [.. source.Text, 0], name = [.. Encoding.UTF8.GetBytes(source.Kernel), 0];
        fixed (byte* textAt = text, nameAt = name)
        {
            int code = cu.cuLinkAddData_v2(state, ptx, textAt, (nuint)text.Length, nameAt, 0, null, null);
            nint made = 0;
            nuint bytes = 0;
            if (code == CudaError.Success) code = cu.cuLinkComplete(state, out made, out bytes);
            if (code == CudaError.Success) cubin = new ReadOnlySpan<byte>((void*)made, (int)bytes).ToArray(); // the driver's own ends with the state
            return code;
        }
    }

    private static string LogOf(byte[] errors) => TextOf(errors) is { Length: > 0 } log ? log : "(the driver's log is empty)";

    private static string TextOf(ReadOnlySpan<byte> log) => Encoding.UTF8.GetString(log).Split('\0')[0].Trim();
}
