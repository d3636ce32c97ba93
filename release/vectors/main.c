// A program that was compiled twice starts here, in the copy that has the widest vectors of this processor.
#include <stdlib.h>
#include <string.h>

int main_avx2(int count, char** arguments);
int main_avx512(int count, char** arguments);

// What x86-64-v4 has. DOTNET_EnableAVX512=0 refuses it, as it does under the just-in-time compiler.
static int has_avx512(void)
{
    const char* enabled = getenv("DOTNET_EnableAVX512");
    if (enabled && strcmp(enabled, "0") == 0) return 0;
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

int main(int count, char** arguments)
{
    return has_avx512() ? main_avx512(count, arguments) : main_avx2(count, arguments);
}
