// Runs the cases of a test assembly that are for the processor, without a test host: for processors that are emulated, where there is none.
//     ProcessorCases LiVOS.Kernels.Tests.dll [CLASS...]
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;
using Xunit.Sdk;

string file = Path.GetFullPath(args[0]);
AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(file) + Path.DirectorySeparatorChar); // where the tests look for their fixtures
Assembly tests = Assembly.LoadFrom(file);
string[] wanted = args[1..];
int passed = 0, failed = 0;
foreach (Type type in tests.GetExportedTypes().Where(type => wanted.Length == 0 || wanted.Contains(type.Name)))
{
    foreach (MethodInfo method in type.GetMethods().Where(method => method.IsDefined(typeof(TheoryAttribute))))
    {
        IEnumerable<object?[]> cases = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method) ?? []);
        foreach (object?[] values in cases.Where(values => values[0] is string device && device.StartsWith("cpu x", StringComparison.Ordinal)))
        {
            string? fault = await FaultOf(type, method, values);
            if (fault is null) passed++;
            else failed++;
            if (fault is not null) Console.WriteLine($"{type.Name}.{method.Name}({string.Join(", ", values)}): {fault}");
        }
    }
}

Console.WriteLine($"{passed} passed, {failed} failed on {RuntimeInformation.ProcessArchitecture}");
return failed > 0 || passed == 0 ? 1 : 0;

static async Task<string?> FaultOf(Type type, MethodInfo method, object?[] values)
{
    object? instance = null;
    try
    {
        instance = method.IsStatic ? null : Activator.CreateInstance(type);
        if (method.Invoke(instance, values) is Task running) await running;
        return null;
    }
    catch (Exception error)
    {
        return (error as TargetInvocationException)?.InnerException?.Message ?? error.Message;
    }
    finally
    {
        (instance as IDisposable)?.Dispose();
    }
}
