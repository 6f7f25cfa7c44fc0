// tools/gort/run.h: the commands.
#pragma once
#include "args.h"

namespace gort::cli {

int run(Args&);  // returns only when the program could not be started
int check(Args&);
int cache(const Args&);
int completion(const Args&);

}  // namespace gort::cli
