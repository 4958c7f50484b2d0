#include "adapters/postgres/address.hpp"

#include <libpq-fe.h>

#include <memory>

namespace umlauf::postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

Options parse(const std::string& address) {
  char* message = nullptr;  // quotes the text
  Options options(PQconninfoParse(address.c_str(), &message));
  PQfreemem(message);
  return options;
}

}  // namespace

bool is_address(std::string_view text) {
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return true;
  const std::size_t begin = text.find_first_not_of(" \t\n");
  const std::size_t equals = text.find('=');
  if (begin == std::string_view::npos || equals == std::string_view::npos || equals < begin)
    return false;
  std::string_view word = text.substr(begin, equals - begin);
  word = word.substr(0, word.find_last_not_of(" \t\n") + 1);
  const Options known(PQconndefaults());
  for (const PQconninfoOption* option = known.get();
       option != nullptr && option->keyword != nullptr; ++option)
    if (word == option->keyword) return true;
  return false;
}

bool is_readable(const std::string& address) { return parse(address) != nullptr; }

std::string shown_address(const std::string& address) {
  const Options options = parse(address);
  if (!options) return "postgresql://...";
  std::string user, host, port, database;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    const std::string value = option->val == nullptr ? "" : option->val;
    if (keyword == "user") user = value;
    if (keyword == "host" || (keyword == "hostaddr" && host.empty())) host = value;
    if (keyword == "port") port = value;
    if (keyword == "dbname") database = value;
  }
  std::string shown = "postgresql://";
  if (!user.empty()) shown += user + "@";
  shown += host;
  if (!port.empty()) shown += ":" + port;
  if (!database.empty()) shown += "/" + database;
  return shown;
}

}  // namespace umlauf::postgres
