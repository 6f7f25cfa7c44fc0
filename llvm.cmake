# llvm.cmake: the one place that knows how LLVM 22 is found and linked.
#
# LLVM is linked statically: a shared libLLVM costs 19 to 25 ms at every start. llvm-config names what the components
# need; the libraries are taken as archives from LLVM's own directory, so that no package config of z3, xml2 or libedit
# is asked for (nothing we link uses them).
#
# Sets: GORT_LLVM_INCLUDE, GORT_LLVM_LIBS (link line), and the interface target gort_llvm.

find_program(LLVM_CONFIG NAMES llvm-config-22 REQUIRED DOC "llvm-config of LLVM 22")
function(gort_llvm_config out)
  execute_process(COMMAND ${LLVM_CONFIG} ${ARGN} OUTPUT_VARIABLE text OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
gort_llvm_config(GORT_LLVM_VERSION --version)
if(NOT GORT_LLVM_VERSION MATCHES "^22\\.")
  message(FATAL_ERROR "gort needs LLVM 22, ${LLVM_CONFIG} is ${GORT_LLVM_VERSION}")
endif()
gort_llvm_config(GORT_LLVM_INCLUDE --includedir)
gort_llvm_config(GORT_LLVM_LIBDIR --libdir)
gort_llvm_config(libs --link-static --libs orcjit orcdebugging native passes irreader bitreader bitwriter transformutils linker object debuginfodwarf)
separate_arguments(libs)
list(TRANSFORM libs REPLACE "^-l(LLVM.*)$" "${GORT_LLVM_LIBDIR}/lib\\1.a")
set(GORT_LLVM_LIBS ${libs} -l:libz.a -l:libzstd.a -lm -ldl)

add_library(gort_llvm INTERFACE)
target_include_directories(gort_llvm SYSTEM INTERFACE ${GORT_LLVM_INCLUDE})
target_compile_definitions(gort_llvm INTERFACE GORT_LLVM_VERSION="${GORT_LLVM_VERSION}" __STDC_CONSTANT_MACROS __STDC_FORMAT_MACROS __STDC_LIMIT_MACROS)
target_link_libraries(gort_llvm INTERFACE ${GORT_LLVM_LIBS})
