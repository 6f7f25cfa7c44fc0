// Zig: comptime, error unions, slices, threads and locks, hash maps, formatted output, thread-local variables; it ends by a
// check that fails.
// tries: comptime, error unions and errdefer, optionals, tagged unions, slices, defer, generics, hash map, array list, std.Thread, atomics, threadlocal, formatting, vectors, C's printf and qsort
// want stdout: comptime 55, primes 25
// want stdout: error TooBig, value 5, cleaned 1
// want stdout: union 12.57 6.00
// want stdout: map 1000, sum 499500
// want stdout: list 0 1 4 9 16 25 36 49 64 81
// want stdout: threads 40000, own 1
// want stdout: vector 6 8 10 12, max 12
// want stdout: sorted 1 2 3 5 8 9
// want stdout: format 0x2a |   42| 3.14 text
const std = @import("std");
const c = struct {
    extern fn printf(format: [*:0]const u8, ...) c_int;
    extern fn fflush(stream: ?*anyopaque) c_int;
    extern fn qsort(base: *anyopaque, n: usize, size: usize, cmp: *const fn (*const anyopaque, *const anyopaque) callconv(.c) c_int) void;
};

fn fibonacci(n: u32) u32 {
    return if (n < 2) n else fibonacci(n - 1) + fibonacci(n - 2);
}
fn primes(comptime n: usize) usize {
    var composite: [n]bool = @splat(false);
    var count: usize = 0;
    var i: usize = 2;
    while (i < n) : (i += 1) {
        if (composite[i]) continue;
        count += 1;
        var j = i * i;
        while (j < n) : (j += i) composite[j] = true;
    }
    return count;
}

var cleaned: u32 = 0;
fn limited(n: u32) error{TooBig}!u32 {
    errdefer cleaned += 1;
    if (n > 10) return error.TooBig;
    return n;
}

const Shape = union(enum) {
    circle: f64,
    box: struct { a: f64, b: f64 },
    fn area(self: Shape) f64 {
        return switch (self) {
            .circle => |r| std.math.pi * r * r,
            .box => |b| b.a * b.b,
        };
    }
};

threadlocal var own: u32 = 0;
var total = std.atomic.Value(u32).init(0);
var right = std.atomic.Value(u32).init(0);
fn work() void {
    for (0..10000) |_| {
        own += 1;
        _ = total.fetchAdd(1, .monotonic);
    }
    if (own == 10000) _ = right.fetchAdd(1, .monotonic);
}

fn compare(a: *const anyopaque, b: *const anyopaque) callconv(.c) c_int {
    const x: *const c_int = @ptrCast(@alignCast(a));
    const y: *const c_int = @ptrCast(@alignCast(b));
    return x.* - y.*;
}

pub fn main() !void {
    const allocator = std.heap.c_allocator;
    _ = c.printf("comptime %d, primes %zu\n", comptime fibonacci(10), comptime blk: {
        @setEvalBranchQuota(10000);
        break :blk primes(100);
    });
    const value = try limited(5);
    if (limited(11)) |_| {} else |e| _ = c.printf("error %s, value %u, cleaned %u\n", @errorName(e).ptr, value, cleaned);
    const shapes = [_]Shape{ .{ .circle = 2 }, .{ .box = .{ .a = 2, .b = 3 } } };
    _ = c.printf("union %.2f %.2f\n", shapes[0].area(), shapes[1].area());

    var map = std.AutoHashMap(u64, u64).init(allocator);
    defer map.deinit();
    for (0..1000) |i| try map.put(i *% 0x9E3779B97F4A7C15, i);
    var sum: u64 = 0;
    var it = map.iterator();
    while (it.next()) |e| sum += e.value_ptr.*;
    _ = c.printf("map %u, sum %llu\n", map.count(), sum);

    var list: std.ArrayList(u32) = .empty;
    defer list.deinit(allocator);
    for (0..10) |i| try list.append(allocator, @intCast(i * i));
    _ = c.printf("list");
    for (list.items) |v| _ = c.printf(" %u", v);

    var threads: [4]std.Thread = undefined;
    for (&threads) |*t| t.* = try std.Thread.spawn(.{}, work, .{});
    for (threads) |t| t.join();
    _ = c.printf("\nthreads %u, own %d\n", total.load(.monotonic), @as(c_int, @intFromBool(right.load(.monotonic) == 4 and own == 0)));

    const x: @Vector(4, i32) = .{ 1, 2, 3, 4 };
    const y: @Vector(4, i32) = .{ 5, 6, 7, 8 };
    const z = x + y;
    _ = c.printf("vector %d %d %d %d, max %d\n", z[0], z[1], z[2], z[3], @reduce(.Max, z));

    var numbers = [_]c_int{ 5, 3, 9, 1, 8, 2 };
    c.qsort(&numbers, 6, @sizeOf(c_int), compare);
    _ = c.printf("sorted");
    for (numbers) |n| _ = c.printf(" %d", n);
    var buffer: [100]u8 = undefined;
    const text = try std.fmt.bufPrintSentinel(&buffer, "\nformat 0x{x} |{d:5}| {d:.2} {s}\n", .{ 42, 42, 3.14159, "text" }, 0);
    _ = c.printf("%s", text.ptr);
    _ = c.fflush(null);
}
