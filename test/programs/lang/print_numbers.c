// Numbers at the ends of their ranges, as Go 1.26's println writes them; and nil values of every kind.
// native: no (the print built-ins)
// want stderr: 1e+06 100000 1e-05 0.0001 +Inf -Inf NaN 0 -0
// want stderr: 1e+20 1e+21 1e+22 1.23456789e+08 0.3333333333333333 1.7976931348623157e+308 5e-324 100
// want stderr: 0.33333334 3.4028235e+38 1e-45
// want stderr: (+Inf+NaNi) (0-0i) (1.5+1e+10i)
// want stderr: -9223372036854775808 18446744073709551615 0xff
// want stderr: [0/0]0x0 (0x0,0x0) (0x0,0x0) 0x0
#include <gort/gort.h>
#include <math.h>
#include <stdint.h>

#include "lang.h"

void runtime_printlock(void);
void runtime_printunlock(void);
void runtime_printsp(void);
void runtime_printnl(void);
void runtime_printint(int64_t);
void runtime_printuint(uint64_t);
void runtime_printhex(uint64_t);
void runtime_printfloat64(double);
void runtime_printfloat32(float);
void runtime_printcomplex128(double, double);
void runtime_printcomplex64(float, float);
void runtime_printslice(const void*, int64_t, int64_t);
void runtime_printeface(const void*, const void*);
void runtime_printiface(interface);
void runtime_printpointer(const void*);

static void floats(int n, const double* v) {
  for (int i = 0; i < n; i++) {
    if (i) runtime_printsp();
    runtime_printfloat64(v[i]);
  }
  runtime_printnl();
}
#define SP runtime_printsp()

int main(void) {
  runtime_printlock();
  floats(9, (double[]){1e6, 1e5, 1e-5, 1e-4, INFINITY, -INFINITY, NAN, 0.0, -0.0});
  floats(8, (double[]){1e20, 1e21, 1e22, 123456789.0, 1.0 / 3, 1.7976931348623157e308, 4.9406564584124654e-324, 100});
  runtime_printfloat32(1.0f / 3), SP, runtime_printfloat32(3.4028235e38f), SP, runtime_printfloat32(1.4e-45f);
  runtime_printnl();
  runtime_printcomplex128(INFINITY, NAN), SP, runtime_printcomplex128(0, -0.0), SP, runtime_printcomplex64(1.5f, 1e10f);
  runtime_printnl();
  runtime_printint(INT64_MIN), SP, runtime_printuint(UINT64_MAX), SP, runtime_printhex(255);
  runtime_printnl();
  runtime_printslice(0, 0, 0), SP, runtime_printeface(0, 0), SP, runtime_printiface((interface){0, 0}), SP;
  runtime_printpointer(0);
  runtime_printnl();
  runtime_printunlock();
}
