# The libraries Umlauf stands on, all from Debian 12. Where one is missing the message names the
# package; `./dev` installs them all.
macro(umlauf_find package debian)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} was not found; on Debian: apt-get install ${debian} "
                        "(or run ./dev, which installs everything)")
  endif()
endmacro()

umlauf_find(Boost libboost1.81-dev 1.81)
umlauf_find(boost_json libboost-json1.81-dev CONFIG)
umlauf_find(SQLiteCpp libsqlitecpp-dev CONFIG)
umlauf_find(SQLite3 libsqlite3-dev)
umlauf_find(ICU libicu-dev COMPONENTS uc i18n)
umlauf_find(date libhowardhinnant-date-dev CONFIG)
umlauf_find(OpenSSL libssl-dev)
umlauf_find(PostgreSQL libpq-dev)
umlauf_find(yaml-cpp libyaml-cpp-dev CONFIG)
if(NOT TARGET yaml-cpp::yaml-cpp)  # version 0.7 of Debian 12 has the plain name only
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
umlauf_find(CLI11 libcli11-dev CONFIG)
umlauf_find(spdlog libspdlog-dev CONFIG)
umlauf_find(Threads libc6-dev)
umlauf_find(ZLIB zlib1g-dev)
if(UMLAUF_TESTS OR UMLAUF_FUZZERS)
  umlauf_find(GTest libgtest-dev)
endif()
if(UMLAUF_BENCHMARKS)
  umlauf_find(benchmark libbenchmark-dev CONFIG)
endif()

# libintelrdfpmath ships a bare static archive: the variant 000 passes values, takes the rounding
# mode and the flags as arguments.
find_library(UMLAUF_BID_LIBRARY bidgcc000)
find_path(UMLAUF_BID_INCLUDE bid_functions.h PATH_SUFFIXES intelrdfpmath libintelrdfpmath)
if(NOT UMLAUF_BID_LIBRARY OR NOT UMLAUF_BID_INCLUDE)
  message(FATAL_ERROR "Intel's decimal floating point library was not found; on Debian: "
                      "apt-get install libintelrdfpmath-dev (or run ./dev)")
endif()
add_library(umlauf::bid STATIC IMPORTED)
set_target_properties(umlauf::bid PROPERTIES
  IMPORTED_LOCATION ${UMLAUF_BID_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${UMLAUF_BID_INCLUDE}
  INTERFACE_COMPILE_DEFINITIONS
  "DECIMAL_CALL_BY_REFERENCE=0;DECIMAL_GLOBAL_ROUNDING=0;DECIMAL_GLOBAL_EXCEPTION_FLAGS=0")

# SQLiteCpp's own target has no namespace.
add_library(umlauf::sqlitecpp INTERFACE IMPORTED)
target_link_libraries(umlauf::sqlitecpp INTERFACE SQLiteCpp SQLite::SQLite3)
