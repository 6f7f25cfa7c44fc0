// An exception that nobody catches: std::terminate, its message, SIGABRT.
// want stderr~: terminate called after throwing an instance of 'std::runtime_error'
// want stderr~: what\(\):  nobody wants me
// want exit: 134
#include <stdexcept>

int main() { throw std::runtime_error("nobody wants me"); }
