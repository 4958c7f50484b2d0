#pragma once

#include <string>
#include <string_view>

/// What a text says about where a database lies, before anybody connects.
namespace umlauf::postgres {

/// Whether the text names a PostgreSQL database rather than a file: `postgresql://...`,
/// `postgres://...`, or libpq's `host=... dbname=...`, whose first word is one of libpq's keywords.
bool is_address(std::string_view text);

/// Whether libpq can make sense of it. What libpq says of one that it cannot read may quote the
/// password, so nobody is to see that.
bool is_readable(const std::string& address);

/// The address as it may be shown and logged: `postgresql://user@host:port/database`; no password,
/// no other parameter.
std::string shown_address(const std::string& address);

}  // namespace umlauf::postgres
