namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Every construct of the kernel language, lowered, computes what C# computes.</summary>
public class ConstructsTests
{
    // Each function is run over pairs of integers, the awkward ones among them.
    private const string Functions =
        """
        static int Wrap(int a, int b) => a * b + (a << b) - (b >> 3) + (a >>> 5) + ~a - -b;
        static int Divide(int a, int b) => b == 0 || b == -1 ? a : a / b * 31 + a % b;
        static int Bits(int a, int b) => (a & b) | (a ^ 0x55) & ~b;
        static int Compare(int a, int b) => (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a == b ? 4 : 0) + (a != b ? 8 : 0) + (a > b ? 16 : 0) + (a >= b ? 32 : 0);
        static int Small(int a, int b)
        {
            byte x = (byte)a; sbyte y = (sbyte)b; short z = (short)(a + b); ushort w = (ushort)(a - b);
            x += 200; y <<= 1; z--; w >>= 2; x++; y ^= 77;
            return x * 3 + y * 5 + z * 7 + w * 11 + (x + y) + (char.MinValue + z);
        }

        static int Long(int a, int b)
        {
            long l = (long)a * b; ulong u = (ulong)a + 3; uint i = (uint)b;
            l ^= l >> 7; u = u / 5 + (u >> 60); i = i / 3 + i % 7;
            return (int)l + (int)(l >> 32) + (int)u + (int)i + (l > 0 ? 1 : 0) + (u > 1ul << 63 ? 2 : 0) + (i > int.MaxValue ? 4 : 0);
        }

        static int Floats(int a, int b)
        {
            float x = a * 0.37f, y = b / 3f;
            float z = x * y + x - y / (x + 0.5f) + x % 2;
            float w = MathF.Sqrt(MathF.Abs(z)) + MathF.Floor(y) - MathF.Ceiling(x) + MathF.Truncate(z) + MathF.Round(y) + MathF.CopySign(x, y);
            return BitConverter.SingleToInt32Bits(z) ^ BitConverter.SingleToInt32Bits(MathF.FusedMultiplyAdd(x, y, w))
                + (int)w + (int)(x * 1e20f) + (byte)(int)y;
        }

        static int MinMax(int a, int b) => Math.Min(a, b) * 3 + Math.Max(a, 7) + Math.Clamp(b, -5, 20) + int.Min(a, 3)
            + (int)MathF.Min(a, b) + (int)Math.Clamp(a * 0.5f, -2f, b > 0 ? b : 0f)
            + (int)MathF.Max(float.Abs(b), 4) + Math.Abs(b % 1000);
        static int Logic(int a, int b)
        {
            int calls = 0;
            bool Note(bool value, int what) { calls = calls * 3 + what; return value; }
            bool x = Note(a > 0, 1) && Note(b > 0, 2) || Note(a > b, 1) && !Note(a == b, 2);
            bool y = Note(a > 5, 1) & Note(b > 5, 2) | Note(a < b, 1) ^ true;
            x &= y; y |= a > 3; x ^= y == x;
            return calls * 4 + (x ? 2 : 0) + (y ? 1 : 0);
        }

        static int Order(int a, int b)
        {
            int i = a;
            int r = i + i++ * 2 + i-- - --i + ++i * i;
            r += r++ + (r -= 3) + (i = b) * i;
            int c = (i += 2) * (i *= 3) + i;
            return r * 7 + c + i;
        }

        static int Loops(int a, int b)
        {
            int sum = 0, n = a & 15;
            for (int i = 0; i < n; i++)
            {
                if (i == 3) continue;
                for (int j = n, k = 1; j > i; j -= 2, k++)
                {
                    if (j * k > 40) break;
                    if ((j & 1) == 0) { sum ^= j << k; continue; }
                    sum += i * j - k;
                }

                while (sum > 1000) sum = sum / 3 - (b & 511);
            }

            int turns = 0;
            do { turns++; if (turns == 7) break; if (turns % 2 == 0) continue; sum += turns; } while (turns < n);
            for (; ; ) { if (sum++ % 5 == 0) break; }
            return sum;
        }

        static int Unrolled(int a, int b)
        {
            int sum = 0;
            for (int i = 0; i < 6; i++) { int twice = 2 * i; sum += a * twice - (b >> i); if (i == 2) sum ^= 99; }
            for (int i = 10; i > 0; i -= 3) for (int j = 0; j < i; j++) sum += i * j;
            for (int i = 0; i < 4; i++) { if (i == b) break; sum += i; }
            for (int i = 5; i < 5; i++) sum = 0;
            return sum;
        }

        static int StepsWithCalls(int a, int b)
        {
            int sum = 0;
            for (int i = First(a); Less(i, b & 31); i = Following(i, ref_: 2)) { if (i % 3 == 0) continue; sum += i; }
            int k = 0;
            do { k++; if (k == 3) continue; sum += k; } while (Less(k, 9));
            while (Less(k--, 20) && k > 0) sum -= k;
            return sum;
        }

        static int First(int a) { if (a < 0) return 0; return a & 3; }
        static bool Less(int a, int b) { int difference = a - b; return difference < 0; }
        static int Following(int i, int ref_) { int next = i + 1; if (next % 5 == 0) next += ref_; return next; }

        static int Early(int a, int b)
        {
            if (a < 0) return b;
            if (b < 0)
            {
                if (a > 10) return 1;
                b = -b;
                if (b > 100) { b = 3; } else if (b > 50) return 2;
            }
            else if (b == 7) { return 77; }

            for (int i = 0; i < 20; i++)
            {
                for (int j = 0; j < 5; j++)
                {
                    if (i * j == (a & 31)) return i + j * 100;
                    if (j > b) break;
                }

                if (i > b) continue;
                b ^= i;
            }

            b &= 63;
            while (true)
            {
                b += 3;
                if (b > 50) return b;
            }
        }

        static void Add(ArrayView<int> y, int at, int a) { if (a == 3) return; y[at] += a; if (a == 5) return; y[at] *= 2; }

        static int Switches(int a, int b)
        {
            int r = 0;
            switch (a & 7)
            {
                case 0: r = 1; break;
                case 1: case 2: r = 10; if (b > 0) break; r += 5; break;
                case 3: return -1;
                case 4 when b > 2: r = 44; break;
                case > 5: r = 6; for (int i = 0; i < 3; i++) { if (i == b) break; r += i; } break;
                default: { r = 99; if (b < 0) return 5; break; }
            }

            r += b switch { 0 => 1, 1 or 2 => Twice(r), < 0 and > -5 => 30, _ when a > 3 => 40, _ => 50 };
            return r + (a is 1 or > 5 and < 9 ? 100 : 0) + (b is not 4 ? 7 : 0);
        }

        static int Twice(int x) { x *= 2; return x; }
        static int Nested(int a, int b) => Twice(Twice(a) + First(b)) + (a > b ? Twice(a) : First(b));

        static int Swap(int a, int b)
        {
            (a, b) = (b, a);
            (int q, int r) = (a & 7, b & 3);
            (q, r) = (r, q + r);
            (int Sum, int Product) pair = (a + b, q * r);
            pair.Sum += 5;
            (var x, _) = pair;
            return a * 3 - b + q * 5 + r + pair.Sum * 2 + pair.Product + x + (pair == (1, 2) ? 1 : 0);
        }

        static int Structs(int a, int b)
        {
            var p = new Point(a, b) { Weight = 2 };
            Point q = p with { X = p.Y, Weight = 3 };
            q.X += 4;
            p.Move(q.X & 7, 1);
            Point sum = p + q;
            Box box = default;
            box.Corner = sum;
            box.Corner.Y *= 3;
            box.Set(a);
            (p.X, p.Y) = (p.Y, p.X);
            return sum.Length + box.Corner.Y * 5 + box.Size + p.X * 3 - p.Y + (p == q ? 1 : 0) + (int)(Kind)(b & 3)
                + new Made(a).Value + new Pair(a, b & 7).Swapped.Sum + new Pair(B: a, A: b).Swapped.A + Pick(p, q, a > b).X;
        }

        static Point Pick(Point p, Point q, bool first) { if (first) return p; q.X++; return q; }
        static int Views(ArrayView<int> y, int at, int a)
        {
            ArrayView<int> one = y.SubView(at);
            one[0] = a;
            one = one.SubView(1);
            int i = 0;
            one[i++] = i + one[i]++;
            one[i] += (one[0] = 5) + one[i - 1];
            ArrayView<int> either = a > 3 ? one : y.SubView(at);
            either[0] ^= 3;
            return one[0] * 3 + y[at] + i + y[at + 1];
        }

        static int Minus(this int a, int b) { if (b == 7) return b; return a - b; }
        static int Extensions(int a, int b) => a.Minus(b) * b.Minus(3);

        static readonly int s_seven = 3 + 4;
        const float Half = 0.5f;
        static int FourLanes(int a, int b)
        {
            Vec4 v = Vec4.Of(a, b, a * 0.5f, 7);
            v = Vec4.Of(v.W, v.X, v.Y - v.X, v.Z);
            v = v * Vec4.Splat(v.Y) + Vec4.Of(v.Y, v.X, v.W, v.Z);
            float first = v.X;
            v += Vec4.Splat(1);
            return (int)first ^ (int)v.Y * 3 ^ (int)v.Z * 5 ^ (int)v.W * 7 ^ (int)Vec4.Splat(2.5f).Z;
        }

        static int Constants(int a, int b)
        {
            const int local = 12;
            if (s_seven == 7 && local > 3) a += local;
            if (local < 3) return 1 / (local - 12 == 0 ? 1 : 2);
            return a * s_seven + (int)(b * Half) + sizeof(int) + (true ? b : a) + 0 * a + 1 * b + (a + 0);
        }
        """;

    private const string Types =
        """
        enum Kind { None, Some = 2, More }
        record struct Point
        {
            public Point(int x, int y) { X = x; Y = y; Weight = 1; }
            public int X { get; set; }
            public int Y { get; set; }
            public int Weight { get; set; }
            public readonly int Length => Math.Abs(X % 1000) + Math.Abs(Y % 1000) * Weight;
            public void Move(int x, int y) { X += x; Y += y; if (x > 3) return; Weight++; }
            public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y - b.Y);
        }
        struct Box { public Point Corner; int _size; public int Size => _size; public void Set(int size) => _size = size & 1023; }
        readonly record struct Pair(int A, int B) { public int Sum => A + B; public Pair Swapped => new(B: A, A: B); }
        struct Made { public int Value; public Made(int value) { Value = value; if (value > 5) return; Value = -value; } }
        """;

    private static readonly string[] s_names =
    [
        "Wrap", "Divide", "Bits", "Compare", "Small", "Long", "Floats", "MinMax", "Logic", "Order", "Loops", "Unrolled", "StepsWithCalls", "Early",
        "Switches", "Nested", "Swap", "Structs", "Extensions", "FourLanes", "Constants",
    ];

    public static TheoryData<string> Names => new(s_names);

    private static readonly Lazy<BothWays> s_bothWays = new(() => new(
        Lowered.Members(
            Functions
            + string.Concat(
                s_names.Select(
                    name => $"[Kernel] public static void Run{name}(Index1D i, ArrayView<int> a, ArrayView<int> b, ArrayView<int> y) => "
                        + $"y[i] = {name}(a[i], b[i]);\n"))
            + "[Kernel] public static void RunViews(Index1D i, ArrayView<int> a, ArrayView<int> b, ArrayView<int> y) { y[i * 8] = b[i]; "
                + "y[i * 8 + 7] = Views(y, i * 8 + 2, a[i]); Add(y, i * 8, a[i]); }\n"
            + Types),
        "Sample"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_computes_the_same_as_in_CSharp(string name)
    {
        (int[] a, int[] b) = Pairs();
        s_bothWays.Value.AssertSame("Run" + name, 0, [a.Length], 0, 0, a, b, new int[a.Length]);
    }

    [Fact]
    public void Views_are_read_and_written_in_CSharps_order()
    {
        (int[] a, int[] b) = Pairs();
        s_bothWays.Value.AssertSame("RunViews", 0, [a.Length], 0, 0, a, b, Enumerable.Range(0, 8 * a.Length).ToArray());
    }

    private static (int[] A, int[] B) Pairs()
    {
        int[] some = [0, 1, -1, 2, 3, 4, 5, 7, 8, 11, 31, 32, 60, 1000, -5, -77, 123456789, int.MaxValue, int.MinValue];
        return ([.. some.SelectMany(_ => some)], [.. some.SelectMany(x => Enumerable.Repeat(x, some.Length))]);
    }
}
