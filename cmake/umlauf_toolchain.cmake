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
