#pragma once

#include <cstddef>
#include <string>

#include "adapters/postgres/connection.hpp"

namespace umlauf::postgres {

/// How many numbered changes of the tables this program knows.
std::size_t schema_version();
/// How many the database has seen; 0: it has no tables of ours.
std::size_t schema_version_of(Connection& connection);

/// Makes the tables or brings them up to date, one node at a time; nothing where they are. Throws
/// Failure where they were written by a newer version, or where the role must not change them.
void upgrade_schema(Connection& connection);
/// Changes up to number `version` only: what a former version of this program would have left.
void upgrade_schema_to(Connection& connection, std::size_t version);

/// Throws a Failure that says what to do where the tables are not of this program's version.
void require_schema(Connection& connection);
bool has_role(Connection& connection, const std::string& role);
/// Whether who is connected may.
bool may_make_roles(Connection& connection);
/// Lets `role` work with the tables, but not change them; makes the role where there is none. For
/// the tables' owner.
void grant_use(Connection& connection, const std::string& role);

}  // namespace umlauf::postgres
