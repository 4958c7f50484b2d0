# What every target shares: the compiler cache and the faster linker where they are installed.
find_program(UMLAUF_CCACHE ccache)
if(UMLAUF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What precompiled headers need (ccache's manual, "Precompiled headers").
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${UMLAUF_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(UMLAUF_MOLD mold)
if(UMLAUF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Two builds in one folder: the first counts what runs (`record`), the second is compiled by that
# (`use`). `./dev train` does both, with the workloads of `umlauf bench` in between (decision 0026).
set(UMLAUF_PROFILE "" CACHE STRING "record or use a profile (GCC)")
set_property(CACHE UMLAUF_PROFILE PROPERTY STRINGS "" record use)
if(UMLAUF_PROFILE AND NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  message(FATAL_ERROR "UMLAUF_PROFILE is for GCC")
elseif(UMLAUF_PROFILE STREQUAL record)
  add_compile_options(-fprofile-generate -fprofile-update=prefer-atomic)
  add_link_options(-fprofile-generate)
elseif(UMLAUF_PROFILE STREQUAL use)
  # What no workload reaches is compiled as ever; what has changed since is, too.
  add_compile_options(-fprofile-use -fprofile-partial-training -Wno-missing-profile
                      -Wno-coverage-mismatch)
endif()
