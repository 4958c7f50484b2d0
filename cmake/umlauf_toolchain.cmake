# What every target shares: the compiler cache and the faster linker where they are installed.
find_program(UMLAUF_CCACHE ccache)
if(UMLAUF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${UMLAUF_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${UMLAUF_CCACHE})
endif()

find_program(UMLAUF_MOLD mold)
if(UMLAUF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
