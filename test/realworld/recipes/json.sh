# nlohmann::json: 25,000 lines of C++ templates that throw; some of its own unit tests, with exceptions in nearly each.
program=tests
first=--version
fetch() { debian nlohmann-json3; }
build() {
  local unit objects=()
  for unit in unit unit-algorithms unit-class_parser unit-conversions unit-element_access1 unit-json_patch unit-json_pointer \
    unit-msgpack unit-regression2 unit-serialization; do
    "$CXX" "$level" -std=c++17 -Iinclude -Isingle_include -Itests/thirdparty/doctest -Itests/thirdparty/fifo_map \
      -DDOCTEST_CONFIG_SUPER_FAST_ASSERTS -DJSON_TEST_KEEP_MACROS -DJSON_TEST_USING_MULTIPLE_HEADERS=1 -c "tests/src/$unit.cpp" \
      -o "$unit.o" || return
    objects+=("$unit.o")
  done
  "$CXX" "$level" "${objects[@]}" -o tests.out && mv tests.out tests.elf && if [ -f tests.out.bc ]; then mv tests.out.bc tests.elf.bc; fi
}
check() { "$PROGRAM" --test-case-exclude='*TEST_DATA*,*file*' --no-version | grep -v '^\[doctest\] run with' ; }
load() { check; }
