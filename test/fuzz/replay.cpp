// test/fuzz/replay.cpp: a fuzz target without libFuzzer, for every build: runs the inputs given, and mutants of them
// from a fixed seed, so that each run does the same.
//
//   TARGET [-mutants=N] FILE...
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "fuzz.h"

namespace {
std::minstd_rand generator(1);
}

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size) {
  for (size_t n = size ? 1 + generator() % 8 : 0; n; n--)
    data[generator() % size] ^= static_cast<uint8_t>(1 << generator() % 8);
  return std::min(size, max_size);
}

int main(int argc, char** argv) {
  std::vector<std::vector<uint8_t>> inputs;
  unsigned long mutants = 0;
  for (int i = 1; i < argc; i++) {
    if (!strncmp(argv[i], "-mutants=", 9)) {
      mutants = strtoul(argv[i] + 9, nullptr, 10);
      continue;
    }
    std::ifstream file(argv[i], std::ios::binary);
    if (!file) {
      fprintf(stderr, "cannot read %s\n", argv[i]);
      return 1;
    }
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (inputs.empty()) {
    fprintf(stderr, "%s: no inputs given\n", argv[0]);
    return 1;
  }
  for (auto& input : inputs) LLVMFuzzerTestOneInput(input.data(), input.size());
  for (unsigned long n = 0; n < mutants; n++) {
    std::vector<uint8_t> mutant = inputs[n % inputs.size()];
    size_t size = mutant.size();
    mutant.resize(size + (1 << 16));
    for (unsigned long depth = 1 + n / inputs.size() % 8; depth; depth--)
      size = LLVMFuzzerCustomMutator(mutant.data(), size, mutant.size(), static_cast<unsigned>(generator()));
    mutant.resize(size);
    LLVMFuzzerTestOneInput(mutant.data(), mutant.size());
  }
  printf("%zu inputs, %lu mutants\n", inputs.size(), mutants);
}
