using System.Diagnostics;
using LiVOS.PtxEmulator;
using LiVOS.Runtime.Cuda;

namespace LiVOS.Testing.Cuda;

/// <content>Streams, events and graphs.</content>
internal sealed unsafe partial class MockDriver
{
    private int? _capturing; // the thread that captures

    public override int cuStreamCreate(out nint stream, uint flags)
    {
        using var call = new Call(this);
        if (flags != 1) throw new DriverMisuseException(call.Name, "the stream would wait for the default stream.");
        stream = call.Code == 0 ? _handles.Add(new MockStream()) : 0;
        return call.Code;
    }

    public override int cuStreamSynchronize(nint stream)
    {
        using var call = new Call(this);
        MockStream found = _handles.Get<MockStream>(stream, call.Name);
        return call.Code != 0 ? call.Code : Finish(found, found.Given);
    }

    public override int cuStreamWaitEvent(nint stream, nint happening, uint flags)
    {
        using var call = new Call(this);
        MockEvent found = _handles.Get<MockEvent>(happening, call.Name);
        (MockStream? other, long position) = (found.Stream, found.Position);
        return Add(call, stream, () => other?.Finish(position));
    }

    public override int cuStreamDestroy_v2(nint stream)
    {
        using var call = new Call(this);
        MockStream found = _handles.Remove<MockStream>(stream, call.Name);
        return call.Code != 0 ? call.Code : Finish(found, found.Given);
    }

    public override int cuEventCreate(out nint happening, uint flags)
    {
        using var call = new Call(this);
        happening = call.Code == 0 ? _handles.Add(new MockEvent(hasTime: (flags & 2) == 0)) : 0;
        return call.Code;
    }

    public override int cuEventRecord(nint happening, nint stream)
    {
        using var call = new Call(this);
        MockEvent found = _handles.Get<MockEvent>(happening, call.Name);
        if (call.Code != 0) return call.Code;
        MockStream into = _handles.Get<MockStream>(stream, call.Name);
        into.Add(() => found.Time = Stopwatch.GetTimestamp());
        (found.Stream, found.Position, found.Time) = (into, into.Given, null);
        return 0;
    }

    public override int cuEventSynchronize(nint happening)
    {
        using var call = new Call(this);
        MockEvent found = _handles.Get<MockEvent>(happening, call.Name);
        return call.Code != 0 ? call.Code : found.Stream is null ? 0 : Finish(found.Stream, found.Position);
    }

    public override int cuEventElapsedTime(out float milliseconds, nint start, nint end)
    {
        using var call = new Call(this);
        (MockEvent from, MockEvent to) = (_handles.Get<MockEvent>(start, call.Name), _handles.Get<MockEvent>(end, call.Name));
        milliseconds = 0;
        if (call.Code != 0) return call.Code;
        if (!from.HasTime || !to.HasTime || from.Time is null || to.Time is null)
            throw new DriverMisuseException(call.Name, "an event has no time yet.");
        milliseconds = (float)Stopwatch.GetElapsedTime(from.Time.Value, to.Time.Value).TotalMilliseconds;
        return 0;
    }

    public override int cuEventDestroy_v2(nint happening)
    {
        using var call = new Call(this);
        _handles.Remove<MockEvent>(happening, call.Name);
        return call.Code;
    }

    public override int cuStreamBeginCapture_v2(nint stream, int mode)
    {
        using var call = new Call(this);
        MockStream found = _handles.Get<MockStream>(stream, call.Name);
        if (call.Code != 0) return call.Code;
        if (mode != 1) throw new DriverMisuseException(call.Name, "other threads could not allocate meanwhile.");
        if (_capturing is not null) throw new DriverMisuseException(call.Name, "another capture goes on.");
        found.Capture = new MockGraph();
        _capturing = Environment.CurrentManagedThreadId;
        return 0;
    }

    public override int cuStreamEndCapture(nint stream, out nint graph)
    {
        using var call = new Call(this, mayCapture: true);
        MockStream found = _handles.Get<MockStream>(stream, call.Name);
        if (found.Capture is null || _capturing != Environment.CurrentManagedThreadId)
            throw new DriverMisuseException(call.Name, "this thread captures nothing.");
        graph = _handles.Add(found.Capture);
        found.Capture = null;
        _capturing = null;
        return 0;
    }

    public override int cuGraphInstantiate_v2(out nint executable, nint graph, nint* errorNode, byte* log, nuint logBytes)
    {
        using var call = new Call(this);
        MockGraph found = _handles.Get<MockGraph>(graph, call.Name);
        executable = call.Code == 0 ? _handles.Add(new MockExecutable([.. found.Nodes])) : 0;
        return call.Code;
    }

    public override int cuGraphLaunch(nint executable, nint stream)
    {
        using var call = new Call(this);
        MockExecutable found = _handles.Get<MockExecutable>(executable, call.Name);
        if (call.Code == 0) found.InFlight++;
        return Add(call, stream, found.Run);
    }

    public override int cuGraphExecDestroy(nint executable)
    {
        using var call = new Call(this);
        MockExecutable found = _handles.Remove<MockExecutable>(executable, call.Name);
        if (found.InFlight > 0 && _fault is null) throw new DriverMisuseException(call.Name, "the graph is still being run.");
        return call.Code;
    }

    public override int cuGraphDestroy(nint graph)
    {
        using var call = new Call(this);
        _handles.Remove<MockGraph>(graph, call.Name);
        return call.Code;
    }

    private int Add(in Call call, nint stream, Action work)
    {
        MockStream found = _handles.Get<MockStream>(stream, call.Name);
        if (call.Code == 0) found.Add(work);
        return call.Code;
    }

    /// <summary>Does a stream's work; a kernel that faults spoils the context.</summary>
    private int Finish(MockStream stream, long upTo)
    {
        try
        {
            stream.Finish(upTo);
            return 0;
        }
        catch (PtxFaultException fault)
        {
            _fault = fault;
            return CudaError.IllegalAddress;
        }
    }
}
