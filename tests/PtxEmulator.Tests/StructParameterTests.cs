namespace LiVOS.PtxEmulator.Tests;

/// <summary>Parameters that are arrays of bytes: structs, and views of an address and a length, as ILGPU's kernels have them.</summary>
public class StructParameterTests
{
    /// <summary>Copies the number that a struct holds to the memory of a view, by a generic address; a function that is never called is passed over.</summary>
    private const string Module = """
        .version 7.0
        .target sm_80
        .address_size 64
        .visible .func (.param .b32 r) unused(.param .b32 x)
        {
            { ret; }
        }
        .visible .entry k(.param .align 8 .b8 view[16], .param .align 4 .b8 pair[8])
        {
            .reg .b64 %rd<4>;
            .reg .b32 %r<4>;
            ld.param.b64 %rd1, [view];
            ld.param.b32 %r1, [pair+4];
            st.b32 [%rd1], %r1;
            ld.b32 %r2, [%rd1];
            st.global.b32 [%rd1+4], %r2;
            ret;
        }
        """;

    [Fact]
    public void Their_fields_are_read_where_they_lie()
    {
        byte[] memory = new byte[8];
        Run(memory, PtxArgument.Struct([3, 0x01020304]));
        Assert.Equal([4, 3, 2, 1, 4, 3, 2, 1], memory);
    }

    [Fact]
    public void A_struct_of_another_size_does_not_fit()
    {
        string message = Assert.Throws<PtxFaultException>(() => Run(new byte[8], PtxArgument.Struct([3]))).Message;
        Assert.Contains("Parameter pair is a struct of 8 bytes and is given a struct of 4 bytes", message);
        Assert.Contains("is given .s32", Assert.Throws<PtxFaultException>(() => Run(new byte[8], 3)).Message);
    }

    [Theory]
    [InlineData("[pair+8]")]
    [InlineData("[pair+2]")]
    [InlineData("[pair-4]")]
    public void Reads_beside_it_are_refused(string place) =>
        Assert.Contains("'pair'", Assert.Throws<PtxException>(() => PtxModule.Parse(Module.Replace("[pair+4]", place, StringComparison.Ordinal))).Message);

    private static void Run(byte[] memory, PtxArgument pair) =>
        Emulator.Run(PtxModule.Parse(Module), "k", new(1), new(1), 0, [PtxArgument.Struct([memory, 2L]), pair]);
}
