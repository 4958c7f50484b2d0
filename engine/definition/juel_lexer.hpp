#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace umlauf::definition {

enum class JuelToken : std::uint8_t {
  End,    // of the text: there is no closing brace
  Close,  // '}' of the expression
  Name,
  Number,
  String,
  Symbol,  // operators and punctuation; word operators are told by their symbol: `eq` is `==`
  Invalid,
};

struct JuelLexeme {
  JuelToken kind = JuelToken::End;
  std::string text;  // of a string: its value; of an operator: the symbol
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

/// Reads the tokens of one expression, from behind `${` to its `}`.
class JuelLexer {
 public:
  JuelLexer(std::string_view text, std::uint32_t offset) : text_(text), position_(offset) {}

  JuelLexeme next();
  /// Where the next token will be looked for: behind the '}' once Close was returned.
  std::uint32_t position() const { return position_; }

 private:
  JuelLexeme make(JuelToken kind, std::string text, std::uint32_t begin) const;
  JuelLexeme string_literal(char quote);
  JuelLexeme number();
  JuelLexeme word();
  JuelLexeme symbol();

  std::string_view text_;
  std::uint32_t position_;
};

}  // namespace umlauf::definition
