using System.Runtime.InteropServices;
using LiVOS.Runtime.Language;

namespace LiVOS.PtxEmulator.Tests;

/// <summary>Short PTX in a kernel around it.</summary>
internal static class Snippet
{
    /// <summary>A module's head.</summary>
    public static string Head(string version = "7.0", string target = "sm_80") => $".version {version}\n.target {target}\n.address_size 64\n";

    /// <summary>A module with one kernel k: parameters <c>u</c> (.u64) and <c>n</c> (.u32), registers of each type, and a ret.</summary>
    public static string Kernel(string body, string version = "7.0", string target = "sm_80") => Head(version, target) + $$"""
        .visible .entry k(.param .u64 u, .param .u32 n)
        {
        .reg .pred %p<4>;
        .reg .b16 %h<8>;
        .reg .b32 %r<20>;
        .reg .u32 %u<4>;
        .reg .f32 %f<20>;
        .reg .b64 %rd<8>;
        .reg .f64 %fd<4>;
        {{body}}
        ret;
        }
        """;

    /// <summary>Runs a module's kernel k on memory and a number; returns the memory.</summary>
    public static byte[] Run(string text, int bytes, Extent group, uint n = 0, int dynamicShared = 0, Extent? grid = null)
    {
        var memory = new byte[bytes];
        Emulator.Run(PtxModule.Parse(text), "k", grid ?? new(1), group, dynamicShared, [memory, n]);
        return memory;
    }

    /// <summary>Runs instructions once for each element: %a, %b, %c are the inputs' elements and %d is the result; %p, %q, %x and %y are there to be
    /// used.</summary>
    /// <typeparam name="T">What a result is.</typeparam>
    /// <param name="body">The instructions.</param>
    /// <param name="inputs">Up to three arrays of one length.</param>
    public static T[] ForEach<T>(string body, params Array[] inputs)
        where T : unmanaged
    {
        int count = inputs[0].Length;
        var text = new System.Text.StringBuilder(Head());
        text.Append($".visible .entry k(.param .u32 count, .param .u64 to{string.Concat(inputs.Select((_, i) => $", .param .u64 from{i}"))})\n{{\n");
        text.Append(".reg .pred %p, %q;\n.reg .b32 %x, %i, %n;\n.reg .b64 %y, %at, %offset;\n");
        text.Append($".reg {Register(typeof(T))} %d;\n");
        for (int i = 0; i < inputs.Length; i++) text.Append($".reg {Register(Element(inputs[i]))} %{"abc"[i]};\n");
        text.Append(
            "mov.u32 %i, %ctaid.x;\nmov.u32 %x, %tid.x;\nmad.lo.u32 %i, %i, 32, %x;\nld.param.u32 %n, [count];\nsetp.ge.u32 %p, %i, %n;\n@%p bra END;\n");
        for (int i = 0; i < inputs.Length; i++)
        {
            text.Append($"ld.param.u64 %at, [from{i}];\nmul.wide.u32 %offset, %i, {Size(inputs[i])};\nadd.u64 %at, %at, %offset;\n");
            text.Append($"ld.global.{Memory(Element(inputs[i]))} %{"abc"[i]}, [%at];\n");
        }

        text.Append(
            $"{body}\nld.param.u64 %at, [to];\nmul.wide.u32 %offset, %i, {Marshal.SizeOf<T>()};\nadd.u64 %at, %at, %offset;\n"
                + $"st.global.{Memory(typeof(T))} [%at], %d;\nEND:\nret;\n}}\n");
        var results = new byte[count * Marshal.SizeOf<T>()];
        PtxArgument[] arguments = [(uint)count, results, .. inputs.Select(input => (PtxArgument)BytesOf(input))];
        Emulator.Run(PtxModule.Parse(text.ToString()), "k", new((count + 31) / 32), new(32), 0, arguments);
        return MemoryMarshal.Cast<byte, T>(results).ToArray();
    }

    private static Type Element(Array array) => array.GetType().GetElementType()!;

    private static int Size(Array array) => Marshal.SizeOf(Element(array));

    private static byte[] BytesOf(Array array)
    {
        var bytes = new byte[array.Length * Size(array)];
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), bytes.Length).CopyTo(bytes);
        return bytes;
    }

    private static string Memory(Type type) => type == typeof(byte) ? "u8" : type == typeof(sbyte) ? "s8" : Register(type)[1..];

    private static string Register(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte or TypeCode.UInt16 => ".u16",
        TypeCode.SByte or TypeCode.Int16 => ".s16",
        TypeCode.UInt32 => ".u32",
        TypeCode.Int32 => ".s32",
        TypeCode.UInt64 => ".u64",
        TypeCode.Int64 => ".s64",
        TypeCode.Single => ".f32",
        TypeCode.Double => ".f64",
        _ => ".b16",
    };
}
