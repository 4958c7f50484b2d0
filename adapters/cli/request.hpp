#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"
#include "engine/service/requests.hpp"

namespace umlauf::cli {

/// The members of one request of the drive protocol. A member that is null counts as left out; one
/// of the wrong type is ErrorCode::Request.
class RequestReader {
 public:
  explicit RequestReader(const feel::Value& request) : request_(request) {}

  bool has(std::string_view name) const;
  Result<std::string> text(std::string_view name) const;           ///< Request where it is missing
  Result<std::string> text_or_empty(std::string_view name) const;  ///< "" where it is missing
  Result<bool> flag(std::string_view name) const;                  ///< false where it is missing
  Result<std::optional<std::int64_t>> number(std::string_view name) const;
  Result<std::vector<std::string>> texts(std::string_view name) const;
  Result<feel::Context> context(std::string_view name) const;  ///< empty where it is missing
  /// Invalid where it is missing. State where it is no instance's name.
  Result<service::InstanceKey> instance() const;
  Result<std::optional<service::ElementReference>> key() const;

 private:
  const feel::Value* find(std::string_view name) const;
  const feel::Value& request_;
};

/// `off`, `warn` or `strict`. Errors: Request.
Result<service::VerifyMode> verify_mode(std::string_view name);

}  // namespace umlauf::cli
