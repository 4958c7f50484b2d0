#include "adapters/cli/request.hpp"

namespace umlauf::cli {
namespace {

Error wrong(std::string_view name, const std::string& english, const std::string& german) {
  return error(ErrorCode::Request, "'" + std::string(name) + "' " + english,
               "'" + std::string(name) + "' " + german);
}

}  // namespace

const feel::Value* RequestReader::find(std::string_view name) const {
  const feel::Value* value = request_.member(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

bool RequestReader::has(std::string_view name) const { return find(name) != nullptr; }

Result<std::string> RequestReader::text(std::string_view name) const {
  if (!has(name)) return wrong(name, "is missing", "fehlt");
  return text_or_empty(name);
}

Result<std::string> RequestReader::text_or_empty(std::string_view name) const {
  const feel::Value* value = find(name);
  if (value == nullptr) return std::string();
  if (value->string() == nullptr) return wrong(name, "must be a text", "muss ein Text sein");
  return *value->string();
}

Result<bool> RequestReader::flag(std::string_view name) const {
  const feel::Value* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean())
    return wrong(name, "must be true or false", "muss true oder false sein");
  return value->is_true();
}

Result<std::optional<std::int64_t>> RequestReader::number(std::string_view name) const {
  const feel::Value* value = find(name);
  if (value == nullptr) return std::optional<std::int64_t>();
  const auto number = value->is_number() ? value->number()->to_int64() : std::nullopt;
  if (!number) return wrong(name, "must be a whole number", "muss eine ganze Zahl sein");
  return number;
}

Result<std::vector<std::string>> RequestReader::texts(std::string_view name) const {
  const feel::Value* value = find(name);
  if (value == nullptr) return wrong(name, "is missing", "fehlt");
  std::vector<std::string> texts;
  if (value->list() == nullptr)
    return wrong(name, "must be a list of texts", "muss eine Liste von Texten sein");
  for (const feel::Value& item : *value->list()) {
    if (item.string() == nullptr)
      return wrong(name, "must be a list of texts", "muss eine Liste von Texten sein");
    texts.push_back(*item.string());
  }
  return texts;
}

Result<feel::Context> RequestReader::context(std::string_view name) const {
  const feel::Value* value = find(name);
  if (value == nullptr) return feel::Context();
  if (value->context() == nullptr) return wrong(name, "must be an object", "muss ein Objekt sein");
  return *value->context();
}

Result<service::InstanceKey> RequestReader::instance() const {
  UMLAUF_TRY(const std::string text, text_or_empty("instance"));
  if (text.empty()) return service::InstanceKey();
  const auto key = service::parse_instance_key(text);
  if (!key)
    return error(ErrorCode::State, "there is no instance '" + text + "'",
                 "es gibt keinen Vorgang '" + text + "'");
  return *key;
}

Result<std::optional<service::ElementReference>> RequestReader::key() const {
  UMLAUF_TRY(const std::string text, text_or_empty("key"));
  if (text.empty()) return std::optional<service::ElementReference>();
  const auto key = service::parse_element_reference(text);
  if (!key)
    return error(ErrorCode::State, "nothing has the key '" + text + "'",
                 "nichts hat den Schlüssel '" + text + "'");
  return std::optional(*key);
}

Result<service::VerifyMode> verify_mode(std::string_view name) {
  if (name == "off") return service::VerifyMode::Off;
  if (name == "warn") return service::VerifyMode::Warn;
  if (name == "strict") return service::VerifyMode::Strict;
  return error(ErrorCode::Request, "'verify' is off, warn or strict",
               "'verify' ist off, warn oder strict");
}

}  // namespace umlauf::cli
