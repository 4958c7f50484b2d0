# umlauf_precompile(target library|program|test)
#
# The headers of the standard library that most files include, and for tests GoogleTest's, are
# compiled once for each kind of target instead of with every file, which cost up to 3 s each.
# Headers of the project are left out, so that changing one compiles only those who include it. A
# file still names what it uses: `./dev lint` reads it without (UMLAUF_PRECOMPILE).
set(umlauf_precompiled_standard
    <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex>
    <optional> <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant>
    <vector>)

# So that ccache knows a precompiled header again (its manual, "Precompiled headers").
function(umlauf_cacheable target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  elseif(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

function(umlauf_precompiled kind)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp "")
  add_library(umlauf_precompiled_${kind} OBJECT EXCLUDE_FROM_ALL
              ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp)
  target_precompile_headers(umlauf_precompiled_${kind} PRIVATE ${umlauf_precompiled_standard}
                            ${ARGN})
  umlauf_warnings(umlauf_precompiled_${kind})  # -Wpedantic changes what is predefined
  umlauf_cacheable(umlauf_precompiled_${kind})
  if(NOT kind STREQUAL library)
    # Programs are compiled with -fPIE, which precompiled headers have to agree with.
    set_target_properties(umlauf_precompiled_${kind} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(umlauf_precompiled_${kind} PRIVATE -fPIE)
  endif()
endfunction()

if(UMLAUF_PRECOMPILE)
  umlauf_precompiled(library)
  umlauf_precompiled(program)
endif()
if(UMLAUF_PRECOMPILE AND UMLAUF_TESTS)
  umlauf_precompiled(test <gtest/gtest.h>)
  target_link_libraries(umlauf_precompiled_test PRIVATE GTest::gtest)
endif()

function(umlauf_precompile target kind)
  if(UMLAUF_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM umlauf_precompiled_${kind})
    umlauf_cacheable(${target})
  endif()
endfunction()
