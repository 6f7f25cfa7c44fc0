// Structures that travel in integer, vector and x87 registers, in two of them at once, or in memory, at each depth of a stack
// that grows.
// want stdout: 0 wrong
#include <complex.h>
#include <stdio.h>

typedef struct {
  float x, y, z;
} vec3;
typedef struct {
  double a;
  long b;
} di;
typedef struct {
  long a;
  double b;
} id;
typedef struct {
  double a, b;
} dd;
typedef struct {
  float f;
  int i;
  double d;
} fid;
typedef struct {
  long double l;
} ld;
typedef struct {
  long double l;
  char c;
} ldc;
typedef struct {
  char c;
  struct {
    short s;
    float f;
  } in[2];
} nest;
typedef union {
  double d;
  long l;
  char c[12];
} uni;
typedef struct __attribute__((packed)) {
  char c;
  long l;
} pack;
typedef struct {
  _Alignas(64) int i;
} wide;

static int wrong;
#define F(type, expression)                                                  \
  __attribute__((noinline)) static type f_##type(int depth, type v, int k) { \
    char pad[150];                                                           \
    __asm__("" : : "r"(pad) : "memory");                                     \
    if (depth) {                                                             \
      type w = f_##type(depth - 1, v, k);                                    \
      type r = w;                                                            \
      return r;                                                              \
    }                                                                        \
    type r = v;                                                              \
    expression;                                                              \
    return r;                                                                \
  }
F(vec3, (r.x += k, r.y += k, r.z += k))
F(di, (r.a += k, r.b += k))
F(id, (r.a += k, r.b += k))
F(dd, (r.a += k, r.b += k))
F(fid, (r.f += k, r.i += k, r.d += k))
F(ld, (r.l += k))
F(ldc, (r.l += k, r.c += k))
F(nest, (r.c += k, r.in[0].s += k, r.in[1].f += k))
F(uni, (r.l += k, r.c[11] += k))
F(pack, (r.c += k, r.l += k))
F(wide, (r.i += k))

int main(void) {
  for (int d = 0; d < 60; d++) {
    vec3 a = f_vec3(d, (vec3){1, 2, 3}, 4);
    wrong += !(a.x == 5 && a.y == 6 && a.z == 7);
    di b = f_di(d, (di){1.5, 2}, 4);
    wrong += !(b.a == 5.5 && b.b == 6);
    id c = f_id(d, (id){1, 2.5}, 4);
    wrong += !(c.a == 5 && c.b == 6.5);
    dd e = f_dd(d, (dd){1.25, 2.5}, 4);
    wrong += !(e.a == 5.25 && e.b == 6.5);
    fid f = f_fid(d, (fid){1, 2, 3}, 4);
    wrong += !(f.f == 5 && f.i == 6 && f.d == 7);
    ld g = f_ld(d, (ld){1.5L}, 4);
    wrong += !(g.l == 5.5L);
    ldc h = f_ldc(d, (ldc){1.5L, 2}, 4);
    wrong += !(h.l == 5.5L && h.c == 6);
    nest i = f_nest(d, (nest){1, {{2, 3}, {4, 5}}}, 4);
    wrong += !(i.c == 5 && i.in[0].s == 6 && i.in[1].f == 9 && i.in[1].s == 4);
    uni u = {.l = 10};
    u.c[11] = 3;
    u = f_uni(d, u, 4);
    wrong += !(u.l == 14 && u.c[11] == 7);
    pack p = f_pack(d, (pack){1, 1L << 40}, 4);
    wrong += !(p.c == 5 && p.l == (1L << 40) + 4);
    wide w = f_wide(d, (wide){1}, 4);
    wrong += !(w.i == 5);
  }
  printf("%d wrong\n", wrong);
}
