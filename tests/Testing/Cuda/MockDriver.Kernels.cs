using System.Runtime.InteropServices;
using System.Text;
using LiVOS.PtxEmulator;
using LiVOS.PtxEmulator.Memory;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.Language;

namespace LiVOS.Testing.Cuda;

/// <content>The compiler, modules and launches.</content>
internal sealed unsafe partial class MockDriver
{
    private const int SharedWithoutAsking = 48 * 1024;

    private int Capability => 10 * _card.Capability.Major + _card.Capability.Minor;

    public override int cuLinkCreate_v2(uint options, int* names, void** values, out nint state)
    {
        using var call = new Call(this);
        var given = new Dictionary<int, nint>();
        for (int i = 0; i < options; i++) given.Add(names[i], (nint)values[i]);
        state = call.Code == 0 ? _handles.Add(new MockLink(given[3], given[5], (int)Math.Min(given[4], given[6]))) : 0;
        return call.Code;
    }

    public override int cuLinkAddData_v2(nint state, int kind, void* data, nuint bytes, byte* name, uint options, int* names, void** values)
    {
        using var call = new Call(this);
        MockLink link = _handles.Get<MockLink>(state, call.Name);
        if (call.Code != 0) return call.Code;
        var text = new ReadOnlySpan<byte>(data, (int)bytes);
        if (kind != 1 || text.IndexOf((byte)0) != text.Length - 1) throw new DriverMisuseException(call.Name, "PTX must end with a 0.");
        link.Text = Encoding.UTF8.GetString(text[..^1]);
        return 0;
    }

    public override int cuLinkComplete(nint state, out nint cubin, out nuint bytes)
    {
        using var call = new Call(this);
        MockLink link = _handles.Get<MockLink>(state, call.Name);
        (cubin, bytes) = (0, 0);
        if (call.Code != 0) return call.Code;
        try
        {
            byte[] code = MockModule.Compile(link.Text ?? "", Capability);
            cubin = link.Code = (nint)NativeMemory.Alloc((nuint)code.Length);
            bytes = (nuint)code.Length;
            code.CopyTo(new Span<byte>((void*)cubin, code.Length));
            link.Write(link.Info, $"machine info: {code.Length} bytes");
            return 0;
        }
        catch (PtxException error)
        {
            link.Write(link.Errors, error.Message);
            return CudaError.InvalidPtx;
        }
    }

    public override int cuLinkDestroy(nint state)
    {
        using var call = new Call(this);
        NativeMemory.Free((void*)_handles.Remove<MockLink>(state, call.Name).Code);
        return call.Code;
    }

    public override int cuModuleLoadData(out nint module, void* image)
    {
        using var call = new Call(this);
        module = 0;
        if (call.Code != 0) return call.Code;
        if (MockModule.Load((byte*)image, Capability) is not { } loaded) return CudaError.InvalidImage;
        module = _handles.Add(loaded);
        return 0;
    }

    public override int cuModuleGetFunction(out nint function, nint module, string name)
    {
        using var call = new Call(this);
        MockModule found = _handles.Get<MockModule>(module, call.Name);
        function = 0;
        if (call.Code != 0) return call.Code;
        if (!found.Ptx.Kernels.TryGetValue(name, out PtxKernel? kernel)) return CudaError.NotFound;
        function = module + 1 + found.Functions.Count;
        found.Functions.Add(new MockFunction(found, kernel));
        return 0;
    }

    public override int cuModuleUnload(nint module)
    {
        using var call = new Call(this);
        _handles.Remove<MockModule>(module, call.Name).IsUnloaded = true;
        return call.Code;
    }

    public override int cuFuncGetAttribute(out int value, int attribute, nint function)
    {
        using var call = new Call(this);
        MockFunction found = FunctionOf(function, call.Name);
        value = attribute switch
        {
            0 => found.Kernel.MostThreads,
            1 => found.Kernel.Shared.StaticBytes,
            _ => throw new DriverMisuseException(call.Name, $"there is no attribute {attribute} here."),
        };
        return call.Code;
    }

    public override int cuFuncSetAttribute(nint function, int attribute, int value)
    {
        using var call = new Call(this);
        MockFunction found = FunctionOf(function, call.Name);
        if (call.Code != 0) return call.Code;
        if (attribute != 8 || found.Kernel.Shared.StaticBytes + value > _card.SharedBytes) return CudaError.InvalidValue;
        found.Granted = value;
        return 0;
    }

    public override int cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ,
        uint sharedBytes, nint stream, void** parameters, void** extra)
    {
        using var call = new Call(this, mayCapture: true);
        string name = call.Name;
        MockFunction found = FunctionOf(function, name);
        if (call.Code != 0) return call.Code;
        if (!Fits(found, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes)) return CudaError.InvalidValue;
        PtxArgument[] arguments = ArgumentsOf(found.Kernel, parameters, name);
        Extent grid = new((int)gridX, (int)gridY, (int)gridZ), group = new((int)blockX, (int)blockY, (int)blockZ);
        return Add(call, stream, () =>
        {
            if (found.Module.IsUnloaded) throw new DriverMisuseException(name, "the module was unloaded before the kernel ran.");
            Emulator.Run(found.Module.Ptx, found.Kernel.Name, grid, group, (int)sharedBytes, arguments, _memory.Global);
        });
    }

    /// <summary>A function's handle is its module's and a number.</summary>
    private MockFunction FunctionOf(nint function, string call)
    {
        int number = (int)(function & 0xF) - 1;
        MockModule module = _handles.Get<MockModule>(function & ~0xF, call);
        return number >= 0 && number < module.Functions.Count
            ? module.Functions[number]
            : throw new DriverMisuseException(call, "there is no such function.");
    }

    private bool Fits(MockFunction function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes)
    {
        const uint most = 65535, mostAlongXY = 1024, mostAlongZ = 64;
        bool grid = gridX is > 0 and <= int.MaxValue && gridY is > 0 and <= most && gridZ is > 0 and <= most;
        bool block = blockX is > 0 and <= mostAlongXY && blockY is > 0 and <= mostAlongXY && blockZ is > 0 and <= mostAlongZ;
        long shared = function.Kernel.Shared.StaticBytes + sharedBytes;
        return grid && block && blockX * blockY * blockZ <= function.Kernel.MostThreads
            && (shared <= SharedWithoutAsking || sharedBytes <= function.Granted);
    }

    /// <summary>Takes the arguments now, as the driver does. The runtime puts a 0 behind their addresses: too few or many are noticed.</summary>
    private static PtxArgument[] ArgumentsOf(PtxKernel kernel, void** parameters, string call)
    {
        var arguments = new PtxArgument[kernel.Parameters.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (parameters[i] is null) throw new DriverMisuseException(call, $"{kernel.Name} has {arguments.Length} parameters, not {i}.");
            PtxType type = kernel.Parameters[i].Type;
            arguments[i] = PtxArgument.Number(type, Bytes.Read(new ReadOnlySpan<byte>(parameters[i], type.Bytes())));
        }

        return parameters[arguments.Length] is null
            ? arguments
            : throw new DriverMisuseException(call, $"{kernel.Name} has only {arguments.Length} parameters.");
    }
}
