// D as a better C: templates, slices, struct destructors, scope guards, threads of C's, thread-local module variables, checks.
// tries: templates, CTFE, mixins, slices with bounds checks, RAII structs, scope(exit), foreach over ranges, C threads, thread-local globals, static constructors of C, SIMD vectors, extern(C++) classes
// lacks: D's own runtime (garbage collector, exceptions, associative arrays): -betterC has none, and the library that has is built for D's own start-up
// want stdout: squares 1 4 9 16 25 sum 55
// want stdout: computed at compile time 2432902008176640000
// want stdout: leaving inner
// want stdout: destroyed b
// want stdout: destroyed a
// want stdout: slices 3 [2 3 4] concat abcdef
// want stdout: sorted 1 2 3 5 8 9 by template
// want stdout: threads: shared 40000, own 10000 each 1
// want stdout: mixin 42, union 3ff0000000000000
// want stdout: vector 6 8 10 12
// want stdout: class area 12
// want stdout: formatted 3.14 0x2a |right|left |
// want stderr~: Assertion `array index out of bounds|Assertion `array overflow|Assertion `.*(index|overflow).* failed
// want exit: 134
import core.stdc.stdio;
import core.stdc.stdlib;
import core.stdc.string;
import core.sys.posix.pthread;
import core.atomic;
import core.simd;

T sum(T)(const(T)[] values) {
    T s = 0;
    foreach (v; values)
        s += v;
    return s;
}

ulong factorial(uint n) {
    return n ? n * factorial(n - 1) : 1;
}
enum compiled = factorial(20);

struct Loud {
    const(char)* name;
    @disable this(this);
    ~this() {
        if (name)
            printf("destroyed %s\n", name);
    }
}

void sort(alias less, T)(T[] a) {
    foreach (i; 1 .. a.length)
        for (size_t j = i; j > 0 && less(a[j], a[j - 1]); j--) {
            auto t = a[j];
            a[j] = a[j - 1];
            a[j - 1] = t;
        }
}

shared int total;
int own; // thread-local, as all module variables are
shared int right;

extern (C) void* work(void*) {
    foreach (i; 0 .. 10_000) {
        own++;
        atomicOp!"+="(total, 1);
    }
    if (own == 10_000)
        atomicOp!"+="(right, 1);
    return null;
}

union Bits {
    double d;
    ulong u;
}

extern (C++) class Shape {
    abstract int area();
}
extern (C++) final class Box : Shape {
    int a, b;
    override int area() {
        return a * b;
    }
}

struct Range {
    int front = 1;
    bool empty() const {
        return front > 5;
    }
    void popFront() {
        front++;
    }
}

extern (C) int main() {
    int[5] squares;
    printf("squares");
    foreach (n; Range()) {
        squares[n - 1] = n * n;
        printf(" %d", n * n);
    }
    printf(" sum %d\n", sum(squares[]));
    printf("computed at compile time %llu\n", compiled);
    {
        auto a = Loud("a");
        auto b = Loud("b");
        scope (exit)
            printf("leaving inner\n");
    }
    int[6] numbers = [5, 3, 9, 1, 8, 2];
    static immutable int[5] part = [1, 2, 3, 4, 5];
    char[7] text = "abcdef\0";
    printf("slices %zu [", part[1 .. 4].length);
    foreach (i, v; part[1 .. 4])
        printf(i ? " %d" : "%d", v);
    printf("] concat %s\n", text.ptr);
    sort!((a, b) => a < b)(numbers[]);
    printf("sorted");
    foreach (v; numbers)
        printf(" %d", v);
    printf(" by template\n");

    pthread_t[4] threads;
    foreach (ref t; threads)
        pthread_create(&t, null, &work, null);
    foreach (t; threads)
        pthread_join(t, null);
    printf("threads: shared %d, own 10000 each %d\n", atomicLoad(total), atomicLoad(right) == 4 && own == 0);

    mixin("int answer = 6 * 7;");
    Bits bits = {1.0};
    printf("mixin %d, union %llx\n", answer, bits.u);
    int4 x = [1, 2, 3, 4], y = [5, 6, 7, 8];
    int4 z = x + y;
    printf("vector %d %d %d %d\n", z.array[0], z.array[1], z.array[2], z.array[3]);
    __gshared Box box;
    align(16) static ubyte[__traits(classInstanceSize, Box)] memory;
    memcpy(memory.ptr, __traits(initSymbol, Box).ptr, memory.length);
    box = cast(Box) memory.ptr;
    box.a = 3;
    box.b = 4;
    printf("class area %d\n", (cast(Shape) box).area());
    printf("formatted %.2f 0x%x |%5s|%-5s|\n", 3.14159, 42, "right".ptr, "left".ptr);
    fflush(stdout);
    size_t beyond = cast(size_t) atoi("9");
    return numbers[beyond];
}
