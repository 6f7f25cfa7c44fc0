// test/fuzz/fuzz.h: the interface between libFuzzer and a target. Targets also link with replay.cpp, which stands in
// for libFuzzer in ordinary builds.
#pragma once
#include <cstddef>
#include <cstdint>

extern "C" {
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed);
// libFuzzer's own mutation of plain bytes.
size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);
}
