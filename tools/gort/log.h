// tools/gort/log.h: gort's own log, on standard error, silent unless asked (-v).
//
// spdlog and its formatter are made at the first line that is really written: a start that logs nothing pays a compare.
#pragma once
#include <spdlog/logger.h>
#include <spdlog/sinks/ansicolor_sink.h>

#include <memory>
#include <utility>

namespace gort::cli {

inline int log_verbosity = 0;

inline spdlog::logger& logger() {
  static auto* l = [] {
    auto* made = new spdlog::logger("gort", std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>());
    made->set_pattern("%T.%e gort: %v");
    made->set_level(spdlog::level::debug);
    return made;
  }();
  return *l;
}

template <class... A>
void log_info(spdlog::format_string_t<A...> format, A&&... a) {
  if (log_verbosity >= 1) logger().info(format, std::forward<A>(a)...);
}
template <class... A>
void log_debug(spdlog::format_string_t<A...> format, A&&... a) {
  if (log_verbosity >= 2) logger().debug(format, std::forward<A>(a)...);
}

}  // namespace gort::cli
