# nlohmann::json: 25,000 lines of C++ templates that throw; some of its own unit tests, with exceptions in nearly each.
program=tests.elf
first=--version
fetch() { debian nlohmann-json3; }
build() {
  local unit objects=()
  for unit in unit unit-algorithms unit-capacity unit-class_iterator unit-class_parser unit-conversions unit-element_access1 \
    unit-json_pointer unit-large_json unit-merge_patch unit-meta unit-modifiers unit-pointer_access unit-serialization; do
    "$CXX" "$level" -std=c++17 -Iinclude -Isingle_include -Itests/thirdparty/doctest -Itests/thirdparty/fifo_map \
      -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS -DJSON_TEST_KEEP_MACROS -c "tests/src/$unit.cpp" -o "$unit.o" || return
    objects+=("$unit.o")
  done
  "$CXX" "$level" "${objects[@]}" -o tests.elf
}
check() { "$PROGRAM" --no-version; }
load() { check; }
