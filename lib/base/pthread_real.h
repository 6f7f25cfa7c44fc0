// lib/base/pthread_real.h: the C library's own pthread_create. gort exports a function of that name
// (lib/cgo/threads.cpp) so that threads made by foreign code can call into the module; the runtime's own threads must
// not take that way.
#pragma once
#include <pthread.h>

namespace gort {
int real_pthread_create(pthread_t* thread, const pthread_attr_t* attr, void* (*fn)(void*), void* arg);
}
