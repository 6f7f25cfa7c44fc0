// The thread control block; see tcb.h.
#include "base/tcb.h"

namespace gort {
extern "C" __thread tcb gort_tcb{};
}
