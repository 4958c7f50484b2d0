#include "engine/definition/juel_lexer.hpp"

#include <array>
#include <utility>

namespace umlauf::definition {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Bytes beyond ASCII are taken as letters: variables may be called `größe`.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Operators that may be written as words, JSR-341 §1.19.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kWordOperators{{
    {"eq", "=="},
    {"ne", "!="},
    {"lt", "<"},
    {"gt", ">"},
    {"le", "<="},
    {"ge", ">="},
    {"and", "&&"},
    {"or", "||"},
    {"not", "!"},
    {"div", "/"},
    {"mod", "%"},
    {"empty", "empty"},
}};

// Longest first.
constexpr std::array<std::string_view, 26> kSymbols{
    "==", "!=", "<=", ">=", "&&", "||", "->", "+=", "(", ")", "[", "]", ".",
    ",",  "?",  ":",  "+",  "-",  "*",  "/",  "%",  "!", "<", ">", "=", ";"};

}  // namespace

JuelLexeme JuelLexer::make(JuelToken kind, std::string text, std::uint32_t begin) const {
  return {kind, std::move(text), begin, position_ - begin};
}

JuelLexeme JuelLexer::next() {
  while (position_ < text_.size() && is_space(text_[position_])) ++position_;
  if (position_ >= text_.size()) return make(JuelToken::End, {}, position_);
  const char c = text_[position_];
  if (c == '}') {
    ++position_;
    return make(JuelToken::Close, "}", position_ - 1);
  }
  if (c == '\'' || c == '"') return string_literal(c);
  const bool point_number =
      c == '.' && position_ + 1 < text_.size() && is_digit(text_[position_ + 1]);
  if (is_digit(c) || point_number) return number();
  if (is_letter(c)) return word();
  return symbol();
}

JuelLexeme JuelLexer::string_literal(char quote) {
  const std::uint32_t begin = position_++;
  std::string value;
  while (position_ < text_.size() && text_[position_] != quote) {
    // Only the quotes and the backslash itself are escaped, JSR-341 §1.3.
    if (text_[position_] == '\\' && position_ + 1 < text_.size()) {
      const char escaped = text_[position_ + 1];
      if (escaped == '\\' || escaped == '"' || escaped == '\'') ++position_;
    }
    value += text_[position_++];
  }
  if (position_ >= text_.size()) return make(JuelToken::Invalid, "string without end", begin);
  ++position_;
  return make(JuelToken::String, std::move(value), begin);
}

JuelLexeme JuelLexer::number() {
  const std::uint32_t begin = position_;
  const auto digits = [this] {
    while (position_ < text_.size() && is_digit(text_[position_])) ++position_;
  };
  digits();
  if (position_ < text_.size() && text_[position_] == '.') {
    ++position_;
    digits();
  }
  if (position_ < text_.size() && (text_[position_] == 'e' || text_[position_] == 'E')) {
    std::uint32_t exponent = position_ + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      position_ = exponent;
      digits();
    }
  }
  return make(JuelToken::Number, std::string(text_.substr(begin, position_ - begin)), begin);
}

JuelLexeme JuelLexer::word() {
  const std::uint32_t begin = position_;
  while (position_ < text_.size() && (is_letter(text_[position_]) || is_digit(text_[position_])))
    ++position_;
  const std::string_view word = text_.substr(begin, position_ - begin);
  for (const auto& [name, symbol] : kWordOperators)
    if (word == name) return make(JuelToken::Symbol, std::string(symbol), begin);
  return make(JuelToken::Name, std::string(word), begin);
}

JuelLexeme JuelLexer::symbol() {
  const std::uint32_t begin = position_;
  for (const std::string_view symbol : kSymbols) {
    if (text_.substr(position_).starts_with(symbol)) {
      position_ += static_cast<std::uint32_t>(symbol.size());
      return make(JuelToken::Symbol, std::string(symbol), begin);
    }
  }
  ++position_;
  return make(JuelToken::Invalid, "unknown character", begin);
}

}  // namespace umlauf::definition
