// lib/lang/panic.h: how the runtime panics in the program's name. Each runs on a goroutine's stack ([g], checked code)
// and may be recovered by the program.
#pragma once
#include "base/type.h"

namespace gort {

// panic(value)
[[noreturn]] void gopanic(eface value);
// Go's runtime.plainError, printed as it is: "close of nil channel". text: a literal.
[[noreturn]] void panic_plain_error(const char* text);
// Go's runtime.errorString: "runtime error: " and the text. text: a literal.
[[noreturn]] void panic_error_string(const char* text);

}  // namespace gort
