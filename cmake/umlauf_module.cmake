# umlauf_module(name SOURCES ... [PUBLIC ...] [PRIVATE ...] [DIRECTORY dir])
#
# One library a folder. A module sees the headers of the modules it links and no others: each
# module's folder is linked into an include root of its own under the build folder, and only
# those who link the module get that root on their include path. An include that skips the floors
# therefore does not compile; tests/tidy says the same in words.
#
# The target's name is umlauf_<name>; PUBLIC and PRIVATE take module names (base, xml, ...) or
# imported targets (those with '::').
function(umlauf_resolve_links out)
  set(resolved)
  foreach(link IN LISTS ARGN)
    if(link MATCHES "::")
      list(APPEND resolved ${link})
    else()
      list(APPEND resolved umlauf_${link})
    endif()
  endforeach()
  set(${out} ${resolved} PARENT_SCOPE)
endfunction()

function(umlauf_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  file(RELATIVE_PATH place ${umlauf_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(root ${CMAKE_BINARY_DIR}/floors/${name})
  get_filename_component(parent ${root}/${place} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${place} SYMBOLIC)

  set(target umlauf_${name})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    set(visibility PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  add_library(umlauf::${name} ALIAS ${target})
  target_include_directories(${target} ${visibility} ${root})
  umlauf_resolve_links(public ${arg_PUBLIC})
  target_link_libraries(${target} ${visibility} ${public})
  if(arg_SOURCES)
    umlauf_resolve_links(private ${arg_PRIVATE})
    target_link_libraries(${target} PRIVATE ${private})
    umlauf_warnings(${target})
    umlauf_precompile(${target} library)
  endif()
endfunction()

# The warnings that hold for the project's own code (not for what it includes). They are no errors in the
# release build, where the optimiser adds some of its own (decision 0023).
function(umlauf_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                           -Wimplicit-fallthrough
                                           $<$<NOT:$<CONFIG:Release>>:-Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # GCC 12 reports false positives of these inside std::variant and std::string at -O2
    # (GCC bugs 105329, 105562, 107138).
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-restrict
                                             -Wno-free-nonheap-object)
    # The same at -O3 where the standard headers are precompiled: GCC then no longer knows that they
    # are none of ours.
    target_compile_options(${target} PRIVATE
      $<$<CONFIG:Release>:-Wno-array-bounds$<SEMICOLON>-Wno-stringop-overflow>)
  endif()
endfunction()

# umlauf_program(name SOURCES ... LINK ...): an executable with the project's warnings.
function(umlauf_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  umlauf_resolve_links(links ${arg_LINK})
  target_link_libraries(${name} PRIVATE ${links})
  umlauf_warnings(${name})
  if("GTest::gtest_main" IN_LIST arg_LINK)
    umlauf_precompile(${name} test)
  else()
    umlauf_precompile(${name} program)
  endif()
endfunction()

# umlauf_test(name SOURCES ... LINK ...): a GoogleTest program, registered case by case is slow to
# discover, so each program is one CTest test; run it with --gtest_filter to narrow down.
function(umlauf_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK;ARGS" ${ARGN})
  umlauf_program(${name} SOURCES ${arg_SOURCES} LINK ${arg_LINK} GTest::gtest_main)
  # What tests share is included as "tests/...".
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/floors/tests)
  file(CREATE_LINK ${umlauf_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/floors/tests/tests SYMBOLIC)
  target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/floors/tests)
  add_test(NAME ${name} COMMAND ${name} ${arg_ARGS} WORKING_DIRECTORY ${umlauf_SOURCE_DIR})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()

# umlauf_soak(name [VARIABLE=value ...]): the test `name` once more as `name_soak`, only in
# `./dev soak`: with UMLAUF_SOAK and these variables set, and a day's time.
function(umlauf_soak name)
  add_test(NAME ${name}_soak COMMAND ${name} CONFIGURATIONS Soak
           WORKING_DIRECTORY ${umlauf_SOURCE_DIR})
  set_tests_properties(${name}_soak PROPERTIES LABELS soak TIMEOUT 86400
                       ENVIRONMENT "UMLAUF_SOAK=1;${ARGN}")
endfunction()

# umlauf_together(target "file file ..." ...): where UMLAUF_TOGETHER is on, the files of each group are
# compiled as one, which parses and instantiates what they share once (decision 0022). Names are
# written without .cpp. Files of a group share no name in their unnamed namespaces; tests/tidy says
# where they do.
function(umlauf_together target)
  if(NOT UMLAUF_TOGETHER)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # What concerns a file and its neighbours only: a local name that one of them has outside of functions,
  # and types of unnamed namespaces in what GCC takes for headers.
  target_compile_options(${target} PRIVATE -Wno-shadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -Wshadow=local -Wno-subobject-linkage)
  endif()
  foreach(group IN LISTS ARGN)
    separate_arguments(files UNIX_COMMAND "${group}")
    list(GET files 0 first)
    string(MAKE_C_IDENTIFIER "${first}" first)
    list(TRANSFORM files APPEND .cpp)
    set_source_files_properties(${files} PROPERTIES UNITY_GROUP ${first})
  endforeach()
endfunction()
