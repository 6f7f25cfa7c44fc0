// What make, append and package unsafe panic with.
// run: -- 0
// want stderr~: \Apanic: runtime error: makeslice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 1
// want stderr~: \Apanic: runtime error: makeslice: cap out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 2
// want stderr~: \Apanic: runtime error: makeslice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 3
// want stderr~: \Apanic: runtime error: growslice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 4
// want stderr~: \Apanic: runtime error: growslice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 5
// want stderr~: \Apanic: runtime error: unsafe.Slice: ptr is nil and len is not zero\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 6
// want stderr~: \Apanic: runtime error: unsafe.Slice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 7
// want stderr~: \Apanic: runtime error: unsafe.String: ptr is nil and len is not zero\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 8
// want stderr~: \Apanic: runtime error: unsafe.String: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 9
// want stderr~: \Apanic: runtime error: unsafe.Slice: len out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- 10
// want stderr~: \Apanic: runtime: allocation size out of range\n\ngoroutine 1 \[running\]:
// want exit: 2
#include "lang.h"

int main(int argc, char** argv) {
  type i64 = plain_type(8), none = plain_type(0);
  slice s;
  int64_t huge = 1ll << 62;
  switch (atoi(argv[1])) {
    case 0:
      runtime_makeslice(&i64, -1, -1);
      break;
    case 1:
      runtime_makeslice(&i64, 1, -1);
      break;
    case 2:
      runtime_makeslice(&i64, huge, huge);
      break;
    case 3:
      runtime_growslice(&s, 0, INT64_MIN, huge, huge, &none);
      break;
    case 4:
      runtime_growslice(&s, 0, huge, 0, huge, &i64);
      break;
    case 5:
      runtime_unsafeslice(&i64, 0, 1);
      break;
    case 6:
      runtime_unsafeslice(&i64, &i64, -1);
      break;
    case 7:
      runtime_unsafestring(0, 1);
      break;
    case 8:
      runtime_unsafestring(&i64, -1);
      break;
    case 9:
      runtime_unsafeslice(&i64, &i64, huge);
      break;
    case 10:
      runtime_newarray(&i64, -1);
      break;
  }
  return 0;
}
